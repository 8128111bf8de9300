import type { Ports } from './ports.ts';

/** Measures from now on how long the computer has been awake, for estimates that a sleep must not spoil. */
export class AwakeTime {
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #endListening: () => void;
  #sleptMs = 0;

  constructor({ now, onResume }: Pick<Ports, 'now' | 'onResume'>) {
    this.#now = now;
    this.#startedAt = now();
    this.#endListening = onResume((sleptMs) => (this.#sleptMs += sleptMs));
  }

  get elapsedMs(): number {
    return Math.max(0, this.#now() - this.#startedAt - this.#sleptMs);
  }

  dispose(): void {
    this.#endListening();
  }
}
