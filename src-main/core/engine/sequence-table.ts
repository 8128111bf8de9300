import type { SequenceMatch } from './protocol.ts';

export interface TakenSequence {
  readonly index: number;
  /** How many tokens of the prompt the KV cache begins with. */
  readonly commonTokens: number;
  /** Whether the KV cache must be emptied first, because it was read for the other kind of request. */
  readonly isForeign: boolean;
  /** @param usefulTokens - how many of the tokens in the cache its conversation can use again; all by default */
  release(usefulTokens?: number): void;
}

/**
 * Which sequences of a loaded model are busy, and when each was used last. Conversations and other programs never use
 * each other's KV caches, and take each other's sequences only when they have none of their own.
 */
export class SequenceTable {
  readonly #busy: boolean[];
  readonly #usedAt: number[];
  readonly #useful: number[];
  /** For whom the KV cache was read; null while it is empty. */
  readonly #isOfProgram: (boolean | null)[];
  #clock = 0;

  constructor(sequences: number) {
    this.#busy = Array.from({ length: sequences }, () => false);
    this.#usedAt = Array.from({ length: sequences }, () => 0);
    this.#useful = Array.from({ length: sequences }, () => Infinity);
    this.#isOfProgram = Array.from({ length: sequences }, () => null);
  }

  /**
   * Takes the idle sequence whose use loses least: the useful tokens after the common prefix must be read again by
   * their conversation, and the missing tokens by this one. Among equals, the least recently used one is taken.
   */
  take(matches: readonly SequenceMatch[], isFromProgram = false): TakenSequence {
    let best: Candidate | null = null;
    for (const [index, match] of matches.entries()) {
      if (this.#busy[index] !== false) continue;
      const isForeign = this.#isOfProgram[index] === !isFromProgram;
      const commonTokens = isForeign ? 0 : match.commonTokens;
      const own = Math.max(0, Math.min(match.heldTokens, this.#useful[index] ?? 0) - commonTokens);
      const candidate = { index, commonTokens, isForeign, loss: own - commonTokens, usedAt: this.#usedAt[index] ?? 0 };
      if (best === null || isBetter(candidate, best)) best = candidate;
    }
    if (!best) throw new Error('every sequence is taken');
    const { index, commonTokens, isForeign } = best;
    this.#busy[index] = true;
    this.#isOfProgram[index] = isFromProgram;
    return {
      index,
      commonTokens,
      isForeign,
      release: (usefulTokens = Infinity) => {
        this.#busy[index] = false;
        this.#useful[index] = usefulTokens;
        this.#usedAt[index] = ++this.#clock;
      },
    };
  }
}

interface Candidate {
  readonly index: number;
  readonly commonTokens: number;
  readonly isForeign: boolean;
  readonly loss: number;
  readonly usedAt: number;
}

function isBetter(one: Candidate, other: Candidate): boolean {
  if (one.isForeign !== other.isForeign) return other.isForeign;
  return one.loss < other.loss || (one.loss === other.loss && one.usedAt < other.usedAt);
}
