import { StringDecoder } from 'node:string_decoder';
import type { Vocabulary } from './vocabulary.ts';

/** Pieces before the current one that a detokenizer may look at to place a blank. */
const LOOK_BACK_TOKENS = 4;

/** Tokens in, text out: a character whose bytes are spread over several tokens comes when it is whole. */
export class TextStream {
  readonly #vocabulary: Pick<Vocabulary, 'pieceBytes'>;
  readonly #decoder = new StringDecoder('utf8');
  readonly #recent: number[] = [];

  constructor(vocabulary: Pick<Vocabulary, 'pieceBytes'>) {
    this.#vocabulary = vocabulary;
  }

  /** The text that `token` completes; bytes of a cut-off character at the very end of an answer are never shown. */
  push(token: number): string {
    const bytes = this.#vocabulary.pieceBytes(token, this.#recent);
    this.#recent.push(token);
    if (this.#recent.length > LOOK_BACK_TOKENS) this.#recent.shift();
    return this.#decoder.write(Buffer.from(bytes));
  }
}
