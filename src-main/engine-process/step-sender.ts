import type { TextStep } from '../core/engine/protocol.ts';

/**
 * A screen shows about 30 a second. Where every core computes, each further message would take time from generation.
 */
const LEAST_INTERVAL_MS = 33;

/**
 * Sends the steps of an answer while llama.cpp works on the next one. Sending takes a tenth of a millisecond, which
 * would otherwise be added to each step. Steps that come faster than `LEAST_INTERVAL_MS` are sent together.
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

  /** Sends waiting steps at once; used at the end of an answer, and when it fails. */
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
