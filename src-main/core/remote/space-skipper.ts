/**
 * Skips white space that a continued answer has at its end already. Chat templates trim it, so the model writes it
 * again.
 */
export class SpaceSkipper {
  #expected: string;

  /** @param trimmed - the white space that was not sent */
  constructor(trimmed: string) {
    this.#expected = trimmed;
  }

  push(text: string): string {
    let skipped = 0;
    while (skipped < text.length && this.#expected !== '' && text[skipped] === this.#expected[0]) {
      this.#expected = this.#expected.slice(1);
      skipped += 1;
    }
    if (skipped < text.length) this.#expected = '';
    return text.slice(skipped);
  }
}
