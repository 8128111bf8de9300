/**
 * A text that comes in pieces, each with the place where it begins. A renderer that joins late sees a place beyond what it
 * has: the pieces from there on are kept aside until `fillGap` brings the text before them.
 */
export class GrowingText {
  #text: string;
  #aside: { offset: number; text: string } | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /** Up to the gap, if there is one. */
  get text(): string {
    return this.#text;
  }

  get hasGap(): boolean {
    return this.#aside !== null;
  }

  add(offset: number, delta: string): void {
    if (this.#aside) {
      const { text, offset: start } = this.#aside;
      this.#aside = { offset: start, text: text.slice(0, offset - start) + delta };
    } else if (offset > this.#text.length) {
      this.#aside = { offset, text: delta };
    } else {
      this.#text = this.#text.slice(0, offset) + delta;
    }
  }

  /** Takes what the core has; one that is still too short leaves the gap open. */
  fillGap(text: string): void {
    const aside = this.#aside;
    if (!aside || text.length < aside.offset) return;
    this.#aside = null;
    this.#text = text.slice(0, aside.offset) + aside.text;
  }
}
