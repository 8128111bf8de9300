import type { EngineModel } from '../engine/engine-model.ts';
import type { VocabularyReader } from '../engine/vocabulary-reader.ts';

/** Prompts begin with the same few tokens. */
const MOST_PIECES = 1000;

export type VocabularyAt = (path: string) => Pick<VocabularyReader, 'pieces'>;

/**
 * The texts of the tokens that prompts begin with, which scoring does not tell. The vocabulary is read without the
 * weights: asking the engine would move the model out of the scoring process and back for each new one.
 */
export class FirstPieces {
  readonly #vocabularyAt: VocabularyAt;
  readonly #texts = new Map<string, string>();

  constructor(vocabularyAt: VocabularyAt) {
    this.#vocabularyAt = vocabularyAt;
  }

  /** @throws SarviError as `VocabularyReader.pieces` */
  async of({ path }: EngineModel, token: number): Promise<string> {
    const key = `${token} ${path}`;
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    const [text = ''] = await this.#vocabularyAt(path).pieces(Uint32Array.of(token));
    if (this.#texts.size >= MOST_PIECES) this.#texts.clear();
    this.#texts.set(key, text);
    return text;
  }
}
