import type { TextStep } from '../core/engine/protocol.ts';

/**
 * About 30 a second is what a screen shows. Where every core computes, each message more would take time from it, here
 * and in the process that gets it.
 */
const LEAST_INTERVAL_MS = 33;

/**
 * Sends the steps of an answer while llama.cpp works on the next one: sending takes a tenth of a millisecond, and
 * before the next step it would be added to each. Steps that come faster than `LEAST_INTERVAL_MS` go together.
 */
export class StepSender {
  readonly #send: (steps: readonly TextStep[]) => void;
  #steps: TextStep[] = [];
  #sentAt = -Infinity;
  #cancel: (() => void) | null = null;

  constructor(send: (steps: readonly TextStep[]) => void) {
    this.#send = send;
  }

  push(step: TextStep): void {
    this.#steps.push(step);
    if (this.#cancel) return;
    const waitMs = this.#sentAt + LEAST_INTERVAL_MS - performance.now();
    const send = (): void => this.flush();
    if (waitMs > 0) {
      const timer = setTimeout(send, waitMs);
      this.#cancel = () => clearTimeout(timer);
    } else {
      const immediate = setImmediate(send);
      this.#cancel = () => clearImmediate(immediate);
    }
  }

  /** Sends at once what has not been sent; for the end of an answer, and when it fails. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#steps.length === 0) return;
    const steps = this.#steps;
    this.#steps = [];
    this.#sentAt = performance.now();
    this.#send(steps);
  }
}
