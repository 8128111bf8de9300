/** A block of code without its closing fence yet. */
const OPENING = /^(`{3,}(?!`)|~{3,}(?!~))(.*)$/;

/**
 * Follows a fence at the beginning of a growing text without reading text again: a block of ten thousand lines costs as
 * much for each new token as one of ten.
 */
export class OpenFence {
  readonly language: string;
  readonly #fence: string;
  readonly #contentStart: number;
  /** No line before it closes the fence. */
  #readTo: number;

  /** @returns null for a text that does not begin with a complete opening line */
  static at(text: string): OpenFence | null {
    const lineEnd = text.indexOf('\n');
    const match = lineEnd < 0 ? null : OPENING.exec(text.slice(0, lineEnd));
    if (!match?.[1] || (match[1].startsWith('`') && match[2]?.includes('`'))) return null;
    return new OpenFence(match[1], match[2] ?? '', lineEnd + 1);
  }

  private constructor(fence: string, language: string, contentStart: number) {
    this.#fence = fence;
    this.language = language.trim();
    this.#contentStart = contentStart;
    this.#readTo = contentStart;
  }

  /** @returns the code so far; null after a line has closed it */
  read(text: string): string | null {
    for (;;) {
      const end = text.indexOf('\n', this.#readTo);
      const line = text.slice(this.#readTo, end < 0 ? undefined : end);
      if (line.length < 1000 && this.#closes(line)) return null;
      if (end < 0) return text.slice(this.#contentStart);
      this.#readTo = end + 1;
    }
  }

  #closes(line: string): boolean {
    const mark = line.trim();
    return mark.length >= this.#fence.length && mark.startsWith(this.#fence) && /^ {0,3}(`+|~+)[ \t]*$/.test(line);
  }
}
