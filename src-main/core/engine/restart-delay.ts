const FIRST_MS = 250;
/** A user may be waiting for an answer. */
const LONGEST_MS = 8000;

/** How long the next start waits, so that a process that dies at once is not started in a busy loop. */
export class RestartDelay {
  #deaths = 0;

  /** How many deaths there were in a row. */
  get deaths(): number {
    return this.#deaths;
  }

  died(): void {
    this.#deaths += 1;
  }

  /** Call this after useful work of the process. */
  worked(): void {
    this.#deaths = 0;
  }

  /** No delay after one death, which may have had any cause; then each delay is twice the one before. */
  get ms(): number {
    return this.#deaths < 2 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (this.#deaths - 2));
  }
}
