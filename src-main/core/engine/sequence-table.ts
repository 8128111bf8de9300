import type { SequenceMatch } from './protocol.ts';

export interface TakenSequence {
  readonly index: number;
  /** How many tokens of the prompt the KV cache begins with. */
  readonly commonTokens: number;
  /** @param usefulTokens - how many of the tokens in the cache its conversation can use again; all by default */
  release(usefulTokens?: number): void;
}

/** Which sequences of a loaded model are busy, and when each was used last. */
export class SequenceTable {
  readonly #busy: boolean[];
  readonly #usedAt: number[];
  readonly #useful: number[];
  #clock = 0;

  constructor(sequences: number) {
    this.#busy = Array.from({ length: sequences }, () => false);
    this.#usedAt = Array.from({ length: sequences }, () => 0);
    this.#useful = Array.from({ length: sequences }, () => Infinity);
  }

  /**
   * Takes the idle sequence whose use loses least: the useful tokens after the common prefix must be read again by
   * their conversation, and the missing tokens by this one. Among equals, the least recently used one is taken.
   */
  take(matches: readonly SequenceMatch[]): TakenSequence {
    let best: { index: number; match: SequenceMatch; loss: number } | null = null;
    for (const [index, match] of matches.entries()) {
      if (this.#busy[index] !== false) continue;
      const { heldTokens, commonTokens } = match;
      const own = Math.max(0, Math.min(heldTokens, this.#useful[index] ?? 0) - commonTokens);
      const loss = own - commonTokens;
      const better =
        best === null ||
        loss < best.loss ||
        (loss === best.loss && (this.#usedAt[index] ?? 0) < (this.#usedAt[best.index] ?? 0));
      if (better) best = { index, match, loss };
    }
    if (!best) throw new Error('every sequence is taken');
    const { index, match } = best;
    this.#busy[index] = true;
    return {
      index,
      commonTokens: match.commonTokens,
      release: (usefulTokens = Infinity) => {
        this.#busy[index] = false;
        this.#useful[index] = usefulTokens;
        this.#usedAt[index] = ++this.#clock;
      },
    };
  }
}
