/**
 * Passes an answer on up to the first stop string. An end of the text that may be the beginning of one is held back
 * until the next tokens decide, so that no part of a stop string is shown, wherever tokens are cut.
 */
export class StopStrings {
  readonly #strings: readonly string[];
  #held = '';
  #found = false;

  constructor(strings: readonly string[]) {
    this.#strings = strings;
  }

  /** True as soon as one of the strings was complete. */
  get found(): boolean {
    return this.#found;
  }

  /** The text that can be shown after `text` was added. */
  push(text: string): string {
    if (this.#found || this.#strings.length === 0) return this.#found ? '' : text;
    const all = this.#held + text;
    const places = this.#strings.map((string) => all.indexOf(string)).filter((place) => place >= 0);
    this.#found = places.length > 0;
    const end = this.#found ? Math.min(...places) : all.length - longestBeginning(all, this.#strings);
    this.#held = this.#found ? '' : all.slice(end);
    return all.slice(0, end);
  }

  /** The text that was held back; it is no stop string, because the answer ended otherwise. */
  rest(): string {
    const held = this.#held;
    this.#held = '';
    return held;
  }
}

/** Length of the longest end of `text` that is the beginning of one of `strings`. */
function longestBeginning(text: string, strings: readonly string[]): number {
  const longest = Math.max(...strings.map((string) => string.length - 1));
  for (let length = Math.min(longest, text.length); length > 0; length -= 1) {
    const end = text.slice(-length);
    if (strings.some((string) => string.startsWith(end))) return length;
  }
  return 0;
}
