import { ApiError, cancelledError, RETRY_SOON } from './api-error.ts';

/** Programs that ask for more at once are told to come again. */
export const MOST_WAITING = 64;

interface Waiting {
  readonly admit: () => void;
}

/** Lets few requests of programs into the engine at a time, in the order of asking, so that conversations get in. */
export class Turns {
  readonly #most: () => number;
  readonly #waiting: Waiting[] = [];
  #running = 0;

  /** @param most - requests that run at a time */
  constructor(most: () => number) {
    this.#most = most;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** @returns ends the turn. @throws ApiError 503 when too many wait, or `cancelled` by the signal */
  take(signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) return Promise.reject(cancelledError());
    if (this.#waiting.length >= MOST_WAITING) {
      const message = `${MOST_WAITING} requests are waiting. Ask again in a moment.`;
      const parts = {
        status: 503,
        type: 'unavailable_error',
        code: 'queue_full',
        message,
        headers: RETRY_SOON,
      } as const;
      return Promise.reject(new ApiError(parts));
    }
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(cancelledError());
      };
      const waiting: Waiting = {
        admit: () => {
          signal.removeEventListener('abort', onAbort);
          this.#running += 1;
          let isOver = false;
          resolve(() => {
            if (isOver) return;
            isOver = true;
            this.#running -= 1;
            this.#admit();
          });
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiting);
      this.#admit();
    });
  }

  #admit(): void {
    while (this.#running < Math.max(1, this.#most())) {
      const first = this.#waiting.shift();
      if (!first) return;
      first.admit();
    }
  }
}
