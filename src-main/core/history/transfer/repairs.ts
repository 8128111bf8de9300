import { because, type Reason } from '#contract/reasons';
/** What was mended in one conversation to take it in; each reason once. */
export class Repairs {
  readonly #reasons = new Set<Reason>();
  #more = 0;

  note(reason: Reason): void {
    if (this.#reasons.has(reason)) return;
    if (this.#reasons.size < MOST_REASONS) this.#reasons.add(reason);
    else this.#more += 1;
  }

  list(): Reason[] {
    return this.#more === 0 ? [...this.#reasons] : [...this.#reasons, because('and-more', { count: this.#more })];
  }
}

/** As many as someone reads of one conversation. */
const MOST_REASONS = 12;

/** An id within a reason. */
export function shown(id: string): string {
  return JSON.stringify(id.slice(0, 60).toWellFormed());
}
