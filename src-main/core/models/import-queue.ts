import { SarviError } from '#contract/errors';

/** Runs imports one after the other, in the order of asking: two conversions at once would compete for cores, memory and disk. */
export class ImportQueue {
  #taken = false;
  readonly #waiting: (() => void)[] = [];

  /**
   * Resolves with the function that lets the next import start.
   *
   * @param onWait - called when another import runs first
   * @throws SarviError `cancelled` when the signal comes first; the import leaves the queue
   */
  async take(signal: AbortSignal, onWait: () => void): Promise<() => void> {
    if (signal.aborted) throw new SarviError('cancelled');
    if (this.#taken) {
      onWait();
      await this.#wait(signal);
    }
    this.#taken = true;
    return () => {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#taken = false;
    };
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      const stop = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(go), 1);
        reject(new SarviError('cancelled'));
      };
      this.#waiting.push(go);
      signal.addEventListener('abort', stop, { once: true });
    });
  }
}
