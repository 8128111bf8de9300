/**
 * A text as its words are compared when letters may differ in what a reader does not hear: spaces, capitals, the shape
 * of quotation marks and dashes, Markdown's marks, characters that are not drawn, and the two ways to write an accent.
 */
import type { QuoteDifference } from '#contract/document-calls';

/** What a fold takes away; each can be left as it is, to see whether it made a difference. */
export type FoldedAway = Exclude<QuoteDifference, 'left-out' | 'cut-word'>;

/** `text` is folded; `starts[i]` and `ends[i]` are the range of the original that its unit `i` was made of. */
export interface FoldedText {
  readonly text: string;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

const MARKS = /^\p{M}$/u;
const UNSEEN = /^\p{Cf}$/u;
const SPACE = /^\s$/u;
/** Quotation marks of all shapes, primes and the backtick's neighbour become one, dashes another. */
const QUOTATION = new Set('"\'“”„‟«»‹›‘’‚‛′″´＂＇');
const DASHES = new Set('‐‑‒–—―−');
const FORMATTING = new Set('*_`~|\\');
const LINE_MARKS = new Set('#>');
const LIGATURES = /^[\ufb00-\ufb06]$/;

/** Linear in the length of `text`. @param except - is left as it is */
export function foldText(text: string, except: FoldedAway | null = null): FoldedText {
  const units = new Units(text.length);
  const folds = simpleFolds(except);
  let lineBegins = true;
  for (let at = 0; at < text.length;) {
    const fold = folds[text.charCodeAt(at)] ?? NOT_SIMPLE;
    if (fold > 0 && !lineBegins && !(text.charCodeAt(at + 1) >= FIRST_MARK)) {
      units.push(fold, at, at + 1);
      at += 1;
      continue;
    }
    const end = clusterEnd(text, at);
    const cluster = text.slice(at, end);
    const isSpace = SPACE.test(cluster);
    const shown: string = isSpace ? spaceOf(cluster, except, units.lastIsSpace) : shownOf(cluster, except, lineBegins);
    for (let unit = 0; unit < shown.length; unit += 1) units.push(shown.charCodeAt(unit), at, end);
    lineBegins = cluster === '\n' || (lineBegins && (isSpace || shown === ''));
    at = end;
  }
  return units.finish();
}

/**
 * For the characters of Latin languages what each folds to, where it is one character and no space; most characters of
 * a text are among them, and take a hundredth of the time so.
 */
function simpleFolds(except: FoldedAway | null): readonly number[] {
  let made = simple.get(except);
  if (made === undefined) simple.set(except, (made = makeSimpleFolds(except)));
  return made;
}

const simple = new Map<FoldedAway | null, readonly number[]>();

function makeSimpleFolds(except: FoldedAway | null): readonly number[] {
  return Array.from({ length: SIMPLE_END }, (_, code) => {
    const character = String.fromCharCode(code);
    if (SPACE.test(character) || UNSEEN.test(character)) return NOT_SIMPLE;
    const shown = shownOf(character, except, false);
    return shown.length === 1 ? shown.charCodeAt(0) : NOT_SIMPLE;
  });
}

const SIMPLE_END = 0x0250;
const NOT_SIMPLE = 0;

function spaceOf(cluster: string, except: FoldedAway | null, isAfterSpace: boolean): string {
  if (except === 'spaces') return cluster;
  return isAfterSpace ? '' : ' ';
}

function shownOf(cluster: string, except: FoldedAway | null, lineBegins: boolean): string {
  if (except !== 'hidden' && UNSEEN.test(cluster)) return '';
  if (except !== 'formatting') {
    if (FORMATTING.has(cluster) || (lineBegins && LINE_MARKS.has(cluster))) return '';
  }
  let shown = cluster;
  if (except !== 'marks') {
    if (QUOTATION.has(shown)) shown = "'";
    else if (DASHES.has(shown)) shown = '-';
    else if (shown === '…') shown = '...';
  }
  if (except !== 'unicode') shown = LIGATURES.test(shown) ? shown.normalize('NFKC') : shown.normalize('NFC');
  return except === 'case' ? shown : shown.toLowerCase();
}

/** The end of the character at `at` with the marks that follow it. */
function clusterEnd(text: string, at: number): number {
  let end = at + unitsAt(text, at);
  // A text may be one letter with a million marks: they stay one by one after so many.
  for (let marks = 0; marks < MOST_MARKS && end < text.length; marks += 1) {
    if (text.charCodeAt(end) < FIRST_MARK) break;
    const next = text.slice(end, end + unitsAt(text, end));
    if (!MARKS.test(next)) break;
    end += next.length;
  }
  return end;
}

const MOST_MARKS = 30;
const FIRST_MARK = 0x0300;

function unitsAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** Grows by itself, because a character may fold to several. */
class Units {
  #codes: Uint16Array;
  #starts: Int32Array;
  #ends: Int32Array;
  #length = 0;

  constructor(expected: number) {
    this.#codes = new Uint16Array(expected + 16);
    this.#starts = new Int32Array(expected + 16);
    this.#ends = new Int32Array(expected + 16);
  }

  get lastIsSpace(): boolean {
    return this.#length > 0 && this.#codes[this.#length - 1] === 0x20;
  }

  push(code: number, start: number, end: number): void {
    if (this.#length === this.#codes.length) this.#grow();
    this.#codes[this.#length] = code;
    this.#starts[this.#length] = start;
    this.#ends[this.#length] = end;
    this.#length += 1;
  }

  finish(): FoldedText {
    const length = this.#length;
    const pieces: string[] = [];
    for (let at = 0; at < length; at += AT_ONCE) {
      pieces.push(String.fromCharCode(...this.#codes.subarray(at, Math.min(length, at + AT_ONCE))));
    }
    return {
      text: pieces.join(''),
      starts: this.#starts.subarray(0, length),
      ends: this.#ends.subarray(0, length),
    };
  }

  #grow(): void {
    const larger = this.#codes.length * 2;
    const grow = <Numbers extends Uint16Array | Int32Array>(numbers: Numbers, made: Numbers): Numbers => {
      made.set(numbers);
      return made;
    };
    this.#codes = grow(this.#codes, new Uint16Array(larger));
    this.#starts = grow(this.#starts, new Int32Array(larger));
    this.#ends = grow(this.#ends, new Int32Array(larger));
  }
}

/** As many arguments as any engine passes to a function. */
const AT_ONCE = 8192;
