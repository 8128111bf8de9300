/** The longest time that reading one chunk should delay a stop request. */
const TARGET_MS = 1000;
const SMALLEST_CHUNK = 32;

/**
 * How many prompt tokens to read at once: few at first, then as many as this machine reads in `TARGET_MS`. Large chunks
 * are read faster, but reading can only be stopped, and progress only reported, between chunks.
 */
export class ChunkPacer {
  readonly #largest: number;
  #size: number;

  constructor(largest: number) {
    this.#largest = largest;
    this.#size = Math.min(SMALLEST_CHUNK, largest);
  }

  get size(): number {
    return this.#size;
  }

  /** Notes how long the last chunk took. */
  report(tokens: number, elapsedMs: number): void {
    const fitting = Math.floor((tokens * TARGET_MS) / Math.max(elapsedMs, 1));
    const inSteps = fitting - (fitting % SMALLEST_CHUNK);
    this.#size = Math.min(this.#largest, Math.max(SMALLEST_CHUNK, Math.min(inSteps, this.#size * 4)));
  }
}
