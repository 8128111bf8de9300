/** Log-probabilities of written tokens, in OpenAI's forms. They are those after all sampling settings. */
import type { TokenChoice } from '#contract/generation-record';
import type { GeneratedText } from '../generation/generation-sink.ts';
import { refusedField } from './api-error.ts';

export interface LogprobEntry {
  readonly token: string;
  readonly logprob: number;
  /** Null for a part of a character. */
  readonly bytes: readonly number[] | null;
}

export interface TokenLogprob extends LogprobEntry {
  readonly top_logprobs: readonly LogprobEntry[];
}

/** JSON has no infinity; no token of a real distribution is that unlikely. */
const LEAST_LOGPROB = -9999;

/** The log-probabilities that one answer may have when it is not streamed; each takes some hundred bytes until then. */
const MOST_KEPT = 2_000_000;

/** What all choices of one request may still keep. */
export class LogprobRoom {
  #left = MOST_KEPT;

  /** @throws ApiError 400 when there is no room left */
  take(count: number): void {
    this.#left -= count;
    if (this.#left >= 0) return;
    throw refusedField(
      'logprobs',
      `An answer has at most ${MOST_KEPT} log-probabilities. Stream it, or ask for fewer.`,
    );
  }
}

/** The tokens of one choice; the token that ends an answer is not among them. */
export class TokenLogprobs {
  /** Empty where each is told as it comes. */
  readonly all: TokenLogprob[] = [];
  readonly #top: number;
  readonly #room: LogprobRoom | null;
  #generatedTokens = 0;

  /**
   * @param top - how many of the likeliest tokens are told for each place
   * @param room - null keeps none
   */
  constructor(top: number, room: LogprobRoom | null) {
    this.#top = top;
    this.#room = room;
  }

  /** @throws ApiError as `LogprobRoom.take` */
  push({ choice, figures }: Pick<GeneratedText, 'choice' | 'figures'>): TokenLogprob | null {
    const isNew = figures.generatedTokens > this.#generatedTokens;
    this.#generatedTokens = figures.generatedTokens;
    if (!choice || !isNew) return null;
    const entry = { ...entryOf(choice), top_logprobs: choice.alternatives.slice(0, this.#top).map(entryOf) };
    if (!this.#room) return entry;
    this.#room.take(1 + entry.top_logprobs.length);
    this.all.push(entry);
    return entry;
  }
}

export function chatLogprobs(content: readonly TokenLogprob[]): object {
  return { content, refusal: null };
}

export function clampLogprob(logprob: number): number {
  return Math.min(0, Math.max(LEAST_LOGPROB, logprob));
}

function entryOf({ text, probability }: Pick<TokenChoice, 'text' | 'probability'>): LogprobEntry {
  const bytes = text.includes('\u{fffd}') ? null : [...Buffer.from(text, 'utf8')];
  return { token: text, logprob: clampLogprob(Math.log(probability)), bytes };
}

/** Lists of one length, one entry for each token. The first token of a prompt has no probability. */
export interface CompletionLogprobs {
  readonly tokens: readonly string[];
  readonly token_logprobs: readonly (number | null)[];
  readonly top_logprobs: readonly (Readonly<Record<string, number>> | null)[];
  readonly text_offset: readonly number[];
}

/** @param offset - of the first token in the text of the choice */
export function completionLogprobs(tokens: readonly TokenLogprob[], offset: number): CompletionLogprobs {
  let place = offset;
  return {
    tokens: tokens.map(({ token }) => token),
    token_logprobs: tokens.map(({ logprob }) => logprob),
    top_logprobs: tokens.map(({ token, logprob, top_logprobs: top }) => ({
      ...Object.fromEntries(top.map((one) => [one.token, one.logprob])),
      [token]: logprob,
    })),
    text_offset: tokens.map(({ token }) => {
      place += token.length;
      return place - token.length;
    }),
  };
}
