import type { SlotMatch } from './protocol.ts';

export interface TakenSlot {
  readonly index: number;
  /** Of the prompt, what its KV cache begins with. */
  readonly commonTokens: number;
  release(): void;
}

/** Which slots of a loaded model are writing an answer, and when each did last. */
export class SlotTable {
  readonly #busy: boolean[];
  readonly #usedAt: number[];
  #clock = 0;

  constructor(slots: number) {
    this.#busy = Array.from({ length: slots }, () => false);
    this.#usedAt = Array.from({ length: slots }, () => 0);
  }

  /**
   * Takes the idle slot in which least is lost: what it holds beyond the common beginning would have to be read again
   * by its conversation, and what is missing by this one. Among equals the one that has rested longest.
   */
  take(matches: readonly SlotMatch[]): TakenSlot {
    const loss = ({ heldTokens, commonTokens }: SlotMatch): number => heldTokens - 2 * commonTokens;
    let best: { index: number; match: SlotMatch } | null = null;
    for (const [index, match] of matches.entries()) {
      if (this.#busy[index] !== false) continue;
      const better =
        best === null ||
        loss(match) < loss(best.match) ||
        (loss(match) === loss(best.match) && (this.#usedAt[index] ?? 0) < (this.#usedAt[best.index] ?? 0));
      if (better) best = { index, match };
    }
    if (!best) throw new Error('every slot is taken');
    const { index, match } = best;
    this.#busy[index] = true;
    return {
      index,
      commonTokens: match.commonTokens,
      release: () => {
        this.#busy[index] = false;
        this.#usedAt[index] = ++this.#clock;
      },
    };
  }
}
