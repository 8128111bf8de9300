const FIRST_MS = 250;
/** Someone is waiting for an answer meanwhile. */
const LONGEST_MS = 8000;

/** How long to wait before the next process, so that one that dies at once is not started in a busy loop. */
export class RestartDelay {
  #deaths = 0;

  /** In a row. */
  get deaths(): number {
    return this.#deaths;
  }

  died(): void {
    this.#deaths += 1;
  }

  /** It did what it was there for. */
  worked(): void {
    this.#deaths = 0;
  }

  /** Nothing after one death, which may have had any cause; then twice as long each time. */
  get ms(): number {
    return this.#deaths < 2 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (this.#deaths - 2));
  }
}
