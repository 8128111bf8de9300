/** Gives back a turn; calling it twice does nothing. */
export type Release = () => void;

/** One at a time, in the order of asking. */
export class Turns {
  readonly #waiting: ((release: Release) => void)[] = [];
  #taken = false;

  /** Answers null, and takes nothing, when `signal` aborts first. */
  take(signal?: AbortSignal): Promise<Release | null> {
    if (signal?.aborted) return Promise.resolve(null);
    if (!this.#taken) {
      this.#taken = true;
      return Promise.resolve(this.#makeRelease());
    }
    return new Promise((resolve) => {
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(admit), 1);
        resolve(null);
      };
      const admit = (release: Release): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve(release);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(admit);
    });
  }

  /** Null when someone has the turn: for work that can be left. */
  takeIfFree(): Release | null {
    if (this.#taken) return null;
    this.#taken = true;
    return this.#makeRelease();
  }

  #makeRelease(): Release {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const next = this.#waiting.shift();
      if (next) next(this.#makeRelease());
      else this.#taken = false;
    };
  }
}
