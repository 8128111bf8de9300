/** Finds control tokens in text. It uses no regular expression, because a token may be any text of any length. */
export class ControlTexts {
  /** The tokens by their first UTF-16 unit, the longest first. */
  readonly #byStart = new Map<string, string[]>();
  readonly texts: readonly string[];

  constructor(texts: Iterable<string>) {
    // An empty token would match everywhere.
    this.texts = [...texts].filter((text) => text !== '');
    for (const text of this.texts) {
      const start = text.charAt(0);
      const others = this.#byStart.get(start);
      if (others === undefined) this.#byStart.set(start, [text]);
      else others.push(text);
    }
    for (const others of this.#byStart.values()) others.sort((a, b) => b.length - a.length);
  }

  /** The parts of `text` in order, each with whether it is a control token. At one place the longest token wins. */
  split(text: string): { readonly part: string; readonly isControl: boolean }[] {
    const parts: { readonly part: string; readonly isControl: boolean }[] = [];
    let plain = 0;
    const addPlain = (end: number): void => {
      if (end > plain) parts.push({ part: text.slice(plain, end), isControl: false });
    };
    for (let place = 0; place < text.length;) {
      const control = this.#byStart.get(text.charAt(place))?.find((one) => text.startsWith(one, place));
      if (control === undefined) {
        place += 1;
        continue;
      }
      addPlain(place);
      parts.push({ part: control, isControl: true });
      place += control.length;
      plain = place;
    }
    addPlain(text.length);
    return parts;
  }

  /** The longest end of `text` that is the beginning of a token, but not a whole one. */
  beginningAtEnd(text: string): string {
    let longest = '';
    for (const control of this.texts) {
      const length = overlap(text, control);
      if (length > longest.length) longest = control.slice(0, length);
    }
    return longest;
  }
}

/**
 * How many units at the end of the text are the beginning of `control`, at most all but one. Reads each unit of both
 * once or twice (Knuth, Morris and Pratt), because a token may have a million letters.
 */
function overlap(text: string, control: string): number {
  const most = Math.min(control.length - 1, text.length);
  const tail = text.slice(text.length - most);
  const first = tail.indexOf(control.charAt(0));
  if (most === 0 || first < 0) return 0;
  const fallbacks = new Int32Array(most);
  let matched = 0;
  for (let place = 1; place < most; place += 1) {
    while (matched > 0 && control[matched] !== control[place]) matched = fallbacks[matched - 1] ?? 0;
    if (control[matched] === control[place]) matched += 1;
    fallbacks[place] = matched;
  }
  matched = 0;
  for (let place = first; place < most; place += 1) {
    while (matched > 0 && control[matched] !== tail[place]) matched = fallbacks[matched - 1] ?? 0;
    if (control[matched] === tail[place]) matched += 1;
  }
  return matched;
}
