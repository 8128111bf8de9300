/** Gives back a permit; calling it twice does nothing. */
export type Release = () => void;

/** The right to use the shared thing, alone or together with requests of the same key. */
export interface Permit {
  readonly release: Release;
  /** Whether requests of the same key may hold a permit at the same time. */
  readonly isShared: boolean;
  /** From now on, requests of `key` may be admitted as well. */
  share(key: string): void;
}

interface Waiting {
  /** Null for a request that must run alone. */
  readonly key: string | null;
  readonly admit: (permit: Permit) => void;
}

/**
 * Admits requests in the order of asking: no request overtakes another. Requests with the same key run together while
 * `canShare` allows it; the others run alone.
 */
export class RequestQueue {
  readonly #waiting: Waiting[] = [];
  /** The key of each permit; null for a permit that runs alone. */
  readonly #held = new Map<symbol, string | null>();
  readonly #canShare: (key: string, held: number) => boolean;

  /** @param canShare - whether one more than `held` permits of `key` may be held together */
  constructor(canShare: (key: string, held: number) => boolean = () => false) {
    this.#canShare = canShare;
  }

  /** Answers null, and takes nothing, when `signal` aborts first. */
  take(signal?: AbortSignal, key: string | null = null): Promise<Permit | null> {
    if (signal?.aborted) return Promise.resolve(null);
    return new Promise((resolve) => {
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        resolve(null);
        // The requests behind it may have a key that fits.
        this.#admit();
      };
      const admit = (permit: Permit): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve(permit);
      };
      const waiting = { key, admit };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiting);
      this.#admit();
    });
  }

  /** Null when another request runs or waits; for work that may be skipped. */
  takeIfFree(): Release | null {
    if (this.#held.size > 0 || this.#waiting.length > 0) return null;
    return this.#hold(null).release;
  }

  #admit(): void {
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      const { key } = first;
      const shares = key !== null && this.#canShare(key, this.#held.size);
      if (this.#held.size > 0 && !(shares && [...this.#held.values()].every((held) => held === key))) return;
      this.#waiting.shift();
      first.admit(this.#hold(shares ? key : null));
    }
  }

  #hold(key: string | null): Permit {
    const id = Symbol('permit');
    const held = this.#held;
    held.set(id, key);
    return {
      release: () => {
        if (held.delete(id)) this.#admit();
      },
      get isShared() {
        return (held.get(id) ?? null) !== null;
      },
      share: (shared) => {
        if (!held.has(id)) return;
        held.set(id, shared);
        this.#admit();
      },
    };
  }
}
