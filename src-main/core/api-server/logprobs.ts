/** Log-probabilities of written tokens, in OpenAI's forms. They are those after all sampling settings. */
import type { TokenChoice } from '#contract/generation-record';
import type { GeneratedText } from '../generation/generation-sink.ts';

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

/** Collects the tokens of one choice; the token that ends an answer is not among them. */
export class TokenLogprobs {
  readonly all: TokenLogprob[] = [];
  readonly #top: number;
  #generatedTokens = 0;

  /** @param top - how many of the likeliest tokens are told for each place */
  constructor(top: number) {
    this.#top = top;
  }

  push({ choice, figures }: Pick<GeneratedText, 'choice' | 'figures'>): TokenLogprob | null {
    const isNew = figures.generatedTokens > this.#generatedTokens;
    this.#generatedTokens = figures.generatedTokens;
    if (!choice || !isNew) return null;
    const entry = { ...entryOf(choice), top_logprobs: choice.alternatives.slice(0, this.#top).map(entryOf) };
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
