/** What was mended in one conversation to take it in, in words of `finnish-reasons.ts`; each once. */
export class Repairs {
  readonly #reasons = new Set<string>();
  #more = 0;

  note(reason: string): void {
    if (this.#reasons.has(reason)) return;
    if (this.#reasons.size < MOST_REASONS) this.#reasons.add(reason);
    else this.#more += 1;
  }

  list(): string[] {
    return this.#more === 0 ? [...this.#reasons] : [...this.#reasons, `and ${this.#more} more`];
  }
}

/** As many as someone reads of one conversation. */
const MOST_REASONS = 12;

/** An id within a reason. */
export function shown(id: string): string {
  return JSON.stringify(id.slice(0, 60).toWellFormed());
}
