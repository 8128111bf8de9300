/** A pattern that Python's `re` refuses, or one with a part that has no equal in JavaScript. */
export class PatternFault extends Error {
  override readonly name = 'PatternFault';
}

/** The characters of a pattern, read one by one. */
export class PatternSource {
  readonly #characters: readonly string[];
  #at = 0;

  constructor(pattern: string) {
    this.#characters = [...pattern];
  }

  get at(): number {
    return this.#at;
  }

  get next(): string | undefined {
    return this.#characters[this.#at];
  }

  take(): string | undefined {
    const character = this.#characters[this.#at];
    if (character !== undefined) this.#at += 1;
    return character;
  }

  /** Takes `text` where it comes next. */
  takes(text: string): boolean {
    const wanted = [...text];
    if (!wanted.every((character, index) => this.#characters[this.#at + index] === character)) return false;
    this.#at += wanted.length;
    return true;
  }

  /** Takes at most `most` characters of `kind`. */
  takeWhile(kind: RegExp, most = Infinity): string {
    let taken = '';
    while (taken.length < most && this.next !== undefined && kind.test(this.next)) taken += this.take() ?? '';
    return taken;
  }

  /** Takes what comes before `end`, and `end` itself. @throws PatternFault */
  takeUntil(end: string): string {
    let taken = '';
    for (let character = this.take(); character !== end; character = this.take()) {
      if (character === undefined) throw new PatternFault(`missing ${end}, unterminated name`);
      taken += character;
    }
    return taken;
  }

  goBack(at: number): void {
    this.#at = at;
  }
}
