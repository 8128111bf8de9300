/**
 * A text that comes in pieces with offsets. A renderer that starts late gets an offset beyond its text: these pieces
 * are kept until `fillGap` brings the text before them.
 */
export class GrowingText {
  #text: string;
  #aside: { offset: number; text: string } | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text up to the gap, if there is one. */
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

  /** Takes the core's text; if it is still too short, the gap stays. */
  fillGap(text: string): void {
    const aside = this.#aside;
    if (!aside || text.length < aside.offset) return;
    this.#aside = null;
    this.#text = text.slice(0, aside.offset) + aside.text;
  }
}
