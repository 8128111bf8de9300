import type { EngineModel } from '../engine/engine-model.ts';
import type { Engine } from '../engine/engine.ts';

/** Prompts begin with the same few tokens. */
const MOST_PIECES = 1000;

/**
 * The texts of the tokens that prompts begin with. Scoring does not tell it, and asking the engine each time would move
 * the model out of the scoring process and back.
 */
export class FirstPieces {
  readonly #engine: Pick<Engine, 'pieces'>;
  readonly #texts = new Map<string, string>();

  constructor(engine: Pick<Engine, 'pieces'>) {
    this.#engine = engine;
  }

  /** @throws SarviError as `Engine.pieces` */
  async of(model: EngineModel, token: number): Promise<string> {
    const key = `${token} ${model.path}`;
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    const [text = ''] = (await this.#engine.pieces(model, Uint32Array.of(token))).texts;
    if (this.#texts.size >= MOST_PIECES) this.#texts.clear();
    this.#texts.set(key, text);
    return text;
  }
}
