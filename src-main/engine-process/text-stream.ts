import { StringDecoder } from 'node:string_decoder';
import type { Vocabulary } from '../core/vocabulary.ts';

/** How many earlier pieces a detokenizer may look at to place a space. */
const LOOK_BACK_TOKENS = 4;

/** Turns tokens into text. A character whose bytes are in several tokens is returned when it is complete. */
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
