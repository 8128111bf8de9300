/** Gives back a turn; calling it twice does nothing. */
export type Release = () => void;

/** The right to use what is shared out, alone or with others of the same key. */
export interface Turn {
  readonly release: Release;
  /** Whether others of the same key may have a turn at the same time. */
  readonly isShared: boolean;
  /** Lets others of `key` in from now on. */
  share(key: string): void;
}

interface Waiting {
  /** Null for whoever must be alone. */
  readonly key: string | null;
  readonly admit: (turn: Turn) => void;
}

/**
 * Turns in the order of asking: nobody is overtaken, so the one in front is always the next. Those who ask with one key
 * may have theirs together, as long as `canShare` says so.
 */
export class Turns {
  readonly #waiting: Waiting[] = [];
  /** Of each turn that is held, its key; null for one that is held alone. */
  readonly #held = new Map<symbol, string | null>();
  readonly #canShare: (key: string, held: number) => boolean;

  /** @param canShare - whether one more than `held` turns of `key` may be held together */
  constructor(canShare: (key: string, held: number) => boolean = () => false) {
    this.#canShare = canShare;
  }

  /** Answers null, and takes nothing, when `signal` aborts first. */
  take(signal?: AbortSignal, key: string | null = null): Promise<Turn | null> {
    if (signal?.aborted) return Promise.resolve(null);
    return new Promise((resolve) => {
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        resolve(null);
        // Whoever stood behind may have a key that fits.
        this.#admit();
      };
      const admit = (turn: Turn): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve(turn);
      };
      const waiting = { key, admit };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiting);
      this.#admit();
    });
  }

  /** Null when someone has a turn or waits for one: for work that can be left. */
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

  #hold(key: string | null): Turn {
    const id = Symbol('turn');
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
