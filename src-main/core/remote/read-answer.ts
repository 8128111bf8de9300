/** Reads a streamed answer of the chat or the completions endpoint, chunk by chunk. */
import { SarviError } from '#contract/errors';
import type { TokenChoice } from '#contract/generation-record';
import { because } from '#contract/reasons';
import type { IncomingMessage } from 'node:http';
import { fieldsOf, listOf, textOf, tokensOf, type Fields } from './json-fields.ts';
import { LogprobReader } from './read-logprobs.ts';
import { readEvents } from './read-events.ts';
import { isPage, readJson, saidBy, withoutKey } from './remote-connection.ts';
import { connectionFailure, refused, unexpected } from './remote-failure.ts';

/** Of one answer; no model writes as much. */
const MOST_ANSWER_LENGTH = 16 * 1024 * 1024;
/** Events one after the other that bring nothing of an answer. A server that only wants to say that it lives sends comments. */
const MOST_EMPTY_EVENTS = 100_000;

export interface AnswerPiece {
  readonly text: string;
  readonly thinking: string;
  /** The tokens that came with it, or alone, where they were asked for. */
  readonly choices: readonly TokenChoice[];
}

export interface AnswerSource {
  readonly host: string;
  readonly key: string | null;
  /** How many alternatives of each token were asked for. */
  readonly alternatives: number;
}

export type FinishReason = 'stop' | 'stop-string' | 'length';

/** What the server told besides the text; null where it did not. */
export interface AnswerFacts {
  readonly finish: FinishReason;
  readonly promptTokens: number | null;
  readonly cachedTokens: number | null;
  readonly generatedTokens: number | null;
}

export type AnswerPart =
  | ({ readonly kind: 'piece' } & AnswerPiece)
  | { readonly kind: 'reading'; readonly tokensDone: number; readonly tokensTotal: number }
  | { readonly kind: 'end'; readonly facts: AnswerFacts };

/**
 * The parts of an answer; `end` is the last. A server that sends the whole answer at once is understood too.
 *
 * @throws SarviError `remote-cut` when the stream ends before the answer does; `remote-refused` for an error that the
 *   server sends on the way; `remote-unexpected`, `remote-silent`
 */
export async function* readAnswer(
  response: IncomingMessage,
  source: AnswerSource,
): AsyncGenerator<AnswerPart, void, void> {
  const { host } = source;
  const isStream = /^text\/event-stream\b/i.test(response.headers['content-type'] ?? '');
  if (!isStream) {
    if (isPage(response)) {
      response.destroy();
      throw unexpected(host, because('answers-a-web-page'));
    }
    yield* whole(fieldsOf(await readJson(response, host)), source);
    return;
  }
  const answer = new Answer(source);
  try {
    let empty = 0;
    for await (const data of readEvents(response as AsyncIterable<Buffer>, host)) {
      if (data.trim() === '[DONE]') break;
      empty += 1;
      for (const part of answer.parts(data)) {
        if (part.kind === 'piece') empty = 0;
        yield part;
      }
      if (empty > MOST_EMPTY_EVENTS) throw unexpected(host, because('answers-too-much'));
    }
  } catch (error) {
    throw connectionFailure(error, host, true);
  } finally {
    response.destroy();
  }
  const rest = answer.rest();
  if (rest) yield rest;
  yield { kind: 'end', facts: answer.facts() };
}

function* whole(body: Fields, source: AnswerSource): Generator<AnswerPart, void, void> {
  const answer = new Answer(source);
  yield* answer.partsOf(body);
  const rest = answer.rest();
  if (rest) yield rest;
  yield { kind: 'end', facts: answer.facts() };
}

class Answer {
  readonly #host: string;
  readonly #key: string | null;
  readonly #logprobs: LogprobReader;
  readonly #halves = { text: '', thinking: '' };
  #length = 0;
  #finish: FinishReason | null = null;
  #usage: Fields = {};

  constructor({ host, key, alternatives }: AnswerSource) {
    this.#host = host;
    this.#key = key;
    this.#logprobs = new LogprobReader(alternatives);
  }

  *parts(data: string): Generator<AnswerPart, void, void> {
    let chunk: unknown;
    try {
      chunk = JSON.parse(data);
    } catch {
      throw unexpected(this.#host, because('answers-garbled'));
    }
    yield* this.partsOf(fieldsOf(chunk));
  }

  *partsOf(chunk: Fields): Generator<AnswerPart, void, void> {
    if (chunk['error'] !== undefined && chunk['error'] !== null) {
      const status = tokensOf(fieldsOf(chunk['error'])['code']) ?? 200;
      throw refused(this.#host, status, withoutKey(saidBy(chunk) ?? '', this.#key));
    }
    if (typeof chunk['usage'] === 'object' && chunk['usage'] !== null) this.#usage = fieldsOf(chunk['usage']);
    const progress = fieldsOf(chunk['prompt_progress']);
    const [tokensDone, tokensTotal] = [tokensOf(progress['processed']), tokensOf(progress['total'])];
    if (tokensDone !== null && tokensTotal !== null) {
      yield { kind: 'reading', tokensDone: Math.min(tokensDone, tokensTotal), tokensTotal };
    }
    const choice = fieldsOf(listOf(chunk['choices'])[0]);
    const said = fieldsOf(choice['delta'] ?? choice['message']);
    const text = this.#whole('text', textOf(said['content']) ?? textOf(choice['text']) ?? '');
    const thinking = this.#whole('thinking', textOf(said['reasoning_content']) ?? textOf(said['reasoning']) ?? '');
    this.#length += text.length + thinking.length;
    if (this.#length > MOST_ANSWER_LENGTH) throw unexpected(this.#host, because('answers-too-much'));
    const choices = this.#logprobs.choicesOf(choice);
    if (text !== '' || thinking !== '' || choices.length > 0) yield { kind: 'piece', text, thinking, choices };
    const finish = textOf(choice['finish_reason']);
    if (finish !== null) this.#finish = finishOf(finish, choice);
  }

  /** Half of a character at the very end. */
  rest(): AnswerPart | null {
    const { text, thinking } = this.#halves;
    return text === '' && thinking === ''
      ? null
      : { kind: 'piece', text: text.toWellFormed(), thinking: thinking.toWellFormed(), choices: [] };
  }

  /** @throws SarviError `remote-cut` when the server has not said that the answer is complete */
  facts(): AnswerFacts {
    if (this.#finish === null) throw new SarviError('remote-cut', { host: this.#host });
    const promptTokens = tokensOf(this.#usage['prompt_tokens']);
    const cachedTokens = tokensOf(fieldsOf(this.#usage['prompt_tokens_details'])['cached_tokens']);
    return {
      finish: this.#finish,
      promptTokens,
      cachedTokens: promptTokens === null || cachedTokens === null ? null : Math.min(cachedTokens, promptTokens),
      generatedTokens: tokensOf(this.#usage['completion_tokens']),
    };
  }

  /** Whole characters: a server may send one in two halves. */
  #whole(part: 'text' | 'thinking', delta: string): string {
    if (delta === '') return '';
    const text = this.#halves[part] + delta;
    const isHalf = /[\uD800-\uDBFF]$/.test(text);
    this.#halves[part] = isHalf ? text.slice(-1) : '';
    return (isHalf ? text.slice(0, -1) : text).toWellFormed();
  }
}

/** Null for the reasons of an answer that did not come to an end. */
function finishOf(reason: string, choice: Fields): FinishReason | null {
  // A refusal halfway or a lost engine: what there is stays, as after a lost connection.
  if (reason === 'abort' || reason === 'error') return null;
  if (reason === 'length') return 'length';
  return typeof choice['stop_reason'] === 'string' ? 'stop-string' : 'stop';
}
