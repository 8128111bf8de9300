/** Longest that reading one chunk should keep a stop request waiting. */
const TARGET_MS = 1000;
const SMALLEST_CHUNK = 32;

/**
 * How many prompt tokens of a model to read at once: few at first, then as many as this machine reads in `TARGET_MS`. Large
 * chunks read faster, but between chunks only can reading be stopped and its progress told.
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

  /** Tells how long the last chunk took. */
  report(tokens: number, elapsedMs: number): void {
    const fitting = Math.floor((tokens * TARGET_MS) / Math.max(elapsedMs, 1));
    const inSteps = fitting - (fitting % SMALLEST_CHUNK);
    this.#size = Math.min(this.#largest, Math.max(SMALLEST_CHUNK, Math.min(inSteps, this.#size * 4)));
  }
}
