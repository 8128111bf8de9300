/** Looks for a quotation in a file, letter by letter. */
import type { QuoteDifference } from '#contract/document-calls';
import { wordsOf } from '../search/words.ts';
import { LEAST_WORDS } from './find-quotes.ts';
import { type FoldedAway, type FoldedText, foldText } from './fold-text.ts';
import { indexOf } from './index-of.ts';

/** A file that quotations are looked for in; it is folded once, and only when that is needed. */
export class QuotedFile {
  readonly text: string;
  #folded: FoldedText | null = null;

  constructor(text: string) {
    this.text = text;
  }

  get folded(): FoldedText {
    return (this.#folded ??= foldText(this.text));
  }
}

export interface QuotePlace {
  /** In UTF-16 units of the file; several where the quotation leaves something out. */
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
  /** Empty when it is the same letter by letter. */
  readonly differences: readonly QuoteDifference[];
}

const FOLDED_AWAY: readonly FoldedAway[] = ['spaces', 'case', 'marks', 'formatting', 'unicode', 'hidden'];
/** A text may have the words again and again inside other words; the first place is taken after so many. */
const MOST_TRIES = 50;
const WORD = /[\p{L}\p{N}]/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Hangul}]/u;

/** The same code points; null when the file does not have them. */
export function findExactly(quote: string, { text }: QuotedFile): QuotePlace | null {
  const wanted = quote.trim();
  const at = placeIn(text, wanted);
  if (at === null) return null;
  const range = { start: at.index, end: at.index + wanted.length };
  return { ranges: [range], differences: at.isCut ? ['cut-word'] : [] };
}

/** The same words; null when the file does not have them, not even with something left out. */
export function findNearly(quote: string, file: QuotedFile): QuotePlace | null {
  const { text, starts, ends } = file.folded;
  const folded = foldText(quote).text.trim();
  for (const wanted of [folded, folded.replace(/[.,;:!?]+$/, '').trim()]) {
    if (wanted === '') continue;
    const at = placeIn(text, wanted);
    if (at === null) continue;
    const range = { start: starts[at.index] ?? 0, end: ends[at.index + wanted.length - 1] ?? 0 };
    const own = differencesOf(quote, file.text.slice(range.start, range.end));
    return { ranges: [range], differences: at.isCut ? [...own, 'cut-word'] : own };
  }
  return findInPieces(folded, file);
}

/** Pieces with “…” or “[…]” between them, in their order. One of them has as many words as a quotation. */
function findInPieces(folded: string, { folded: { text, starts, ends } }: QuotedFile): QuotePlace | null {
  const pieces = folded
    .split(/\[\s*\.{3,}\s*\]|\(\s*\.{3,}\s*\)|\.{3,}/)
    .map((piece) => piece.trim().replace(/[.,;:!?]+$/, ''))
    .filter((piece) => piece !== '');
  const isQuotation = pieces.some((piece) => wordsOf(piece).length >= LEAST_WORDS);
  if (pieces.length === 0 || !/\.{3}/.test(folded) || !isQuotation) return null;
  const ranges: { start: number; end: number }[] = [];
  let from = 0;
  for (const piece of pieces) {
    const at = placeIn(text, piece, from);
    if (at === null) return null;
    from = at.index + piece.length;
    ranges.push({ start: starts[at.index] ?? 0, end: ends[from - 1] ?? 0 });
  }
  return { ranges, differences: ['left-out'] };
}

function differencesOf(quote: string, found: string): QuoteDifference[] {
  const wanted = quote.trim();
  const own = FOLDED_AWAY.filter((kind) => foldText(wanted, kind).text.trim() !== foldText(found, kind).text.trim());
  // Only a mark at the end, or several that hide each other.
  return own.length === 0 || own.length === FOLDED_AWAY.length ? ['marks'] : own;
}

/**
 * The first place where `wanted` is not part of longer words, else the first place at all. A place that ends before a
 * letter's mark, or inside a pair of surrogates, has another letter there.
 */
function placeIn(text: string, wanted: string, from = 0): { index: number; isCut: boolean } | null {
  let first: number | null = null;
  let tries = 0;
  for (let at = indexOf(text, wanted, from); at >= 0 && tries < MOST_TRIES; at = indexOf(text, wanted, at + 1)) {
    tries += 1;
    const end = at + wanted.length;
    if (splitsCharacter(text, at) || splitsCharacter(text, end)) continue;
    if (!splitsWord(text, at) && !splitsWord(text, end)) return { index: at, isCut: false };
    first ??= at;
  }
  return first === null ? null : { index: first, isCut: true };
}

function splitsCharacter(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  if (before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff) return true;
  return after >= 0x0300 && /^\p{M}/u.test(text.slice(at, at + 2));
}

function splitsWord(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  const before = characterBefore(text, at);
  const after = String.fromCodePoint(text.codePointAt(at) ?? 0x20);
  return WORD.test(before) && WORD.test(after) && !UNSPACED.test(before) && !UNSPACED.test(after);
}

function characterBefore(text: string, at: number): string {
  const unit = text.charCodeAt(at - 1);
  return text.slice(at - (unit >= 0xdc00 && unit <= 0xdfff ? 2 : 1), at);
}
