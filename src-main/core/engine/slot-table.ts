import type { SlotMatch } from './protocol.ts';

export interface TakenSlot {
  readonly index: number;
  /** Of the prompt, what its KV cache begins with. */
  readonly commonTokens: number;
  /** @param usefulTokens - of what it holds then, those that its conversation can use again; all unless told */
  release(usefulTokens?: number): void;
}

/** Which slots of a loaded model are writing an answer, and when each did last. */
export class SlotTable {
  readonly #busy: boolean[];
  readonly #usedAt: number[];
  readonly #useful: number[];
  #clock = 0;

  constructor(slots: number) {
    this.#busy = Array.from({ length: slots }, () => false);
    this.#usedAt = Array.from({ length: slots }, () => 0);
    this.#useful = Array.from({ length: slots }, () => Infinity);
  }

  /**
   * Takes the idle slot in which least is lost: what is useful in it beyond the common beginning would have to be read
   * again by its conversation, and what is missing by this one. Among equals the one that has rested longest.
   */
  take(matches: readonly SlotMatch[]): TakenSlot {
    let best: { index: number; match: SlotMatch; loss: number } | null = null;
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
    if (!best) throw new Error('every slot is taken');
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
