import { setMaxListeners } from 'node:events';

/** The right of background work to one answer. */
export interface BackgroundTurn {
  /** Aborted when a person needs the place: the answer then begins anew. */
  readonly signal: AbortSignal;
  leave(): void;
}

interface RunningTurn {
  readonly key: string;
  readonly stopping: AbortController;
}

/** After an answer a person reads, and then asks the same model again: it should still be in memory. */
const REST_MS = 20_000;

/**
 * Requests of people go before those of background work. A request for another model ends everything in the background, for
 * some time; one for the same model only takes a sequence, if there are several.
 */
export class Precedence {
  readonly #people = new Map<symbol, string>();
  readonly #turns = new Set<RunningTurn>();
  readonly #waiting = new Set<() => void>();
  readonly #listeners = new Set<() => void>();
  readonly #sequencesOf: (key: string) => number;
  readonly #restMs: number;
  /** The model that a person asked last, and the end of the rest after it. */
  #rest: { readonly key: string; readonly timer: NodeJS.Timeout } | null = null;

  /** @param sequencesOf - how many answers the model with this key can write at a time; 0 while it is not in memory */
  constructor(sequencesOf: (key: string) => number, restMs = REST_MS) {
    this.#sequencesOf = sequencesOf;
    this.#restMs = restMs;
  }

  /** A person asks. @returns to be called when the request has ended */
  enter(key: string): () => void {
    const id = Symbol(key);
    this.#people.set(id, key);
    for (const turn of [...this.#turns].reverse()) if (!this.#isAllowed(turn.key, 0)) this.#end(turn);
    this.#tell();
    return () => {
      if (!this.#people.delete(id)) return;
      this.#beginRest(key);
      this.#wake();
      this.#tell();
    };
  }

  /** Whether all background work waits for requests of people. */
  get isHeldUp(): boolean {
    return (this.#people.size > 0 || this.#rest !== null) && this.#turns.size === 0;
  }

  /** Calls `listener` when a request of a person or the rest after it begins or ends. @returns ends the listening */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Waits until background work for this model may write one more answer; null when `signal` aborts first. */
  async take(key: string, signal: AbortSignal): Promise<BackgroundTurn | null> {
    while (!signal.aborted && !this.#isAllowed(key, 1)) await this.#change(signal);
    if (signal.aborted) return null;
    const turn: RunningTurn = { key, stopping: new AbortController() };
    setMaxListeners(0, turn.stopping.signal);
    this.#turns.add(turn);
    return { signal: turn.stopping.signal, leave: () => this.#end(turn) };
  }

  /** @param more - turns that would be added */
  #isAllowed(key: string, more: number): boolean {
    if (this.#people.size === 0) return this.#rest === null || this.#rest.key === key;
    const people = [...this.#people.values()];
    if (people.some((other) => other !== key)) return false;
    return people.length + this.#turns.size + more <= this.#sequencesOf(key);
  }

  #beginRest(key: string): void {
    clearTimeout(this.#rest?.timer);
    const timer = setTimeout(() => {
      this.#rest = null;
      this.#wake();
      this.#tell();
    }, this.#restMs);
    timer.unref();
    this.#rest = { key, timer };
  }

  #end(turn: RunningTurn): void {
    if (!this.#turns.delete(turn)) return;
    turn.stopping.abort();
    this.#wake();
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }
}
