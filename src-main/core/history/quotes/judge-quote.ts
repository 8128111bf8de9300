import type { CheckedQuote } from '#contract/document-calls';
import { findExactly, findNearly, type QuotedFile, type QuotePlace } from './check-quote.ts';
import type { Quote } from './find-quotes.ts';

/** So much is shown of what a file has in place of a quotation. */
const MOST_SHOWN = 2000;

/** A place that is the same letter by letter counts more than a nearer one that is not. */
export function judgeQuote({ start, end, text }: Quote, files: readonly QuotedFile[]): CheckedQuote {
  const quoted = { place: { start, end }, text };
  const exact = placeIn(files, (file) => findExactly(text, file));
  if (exact?.place.differences.length === 0) return { ...quoted, ...shown(exact, files), result: 'exact' };
  const near = exact ?? placeIn(files, (file) => findNearly(text, file));
  if (near !== null) return { ...quoted, ...shown(near, files), result: 'nearly' };
  return { ...quoted, result: 'missing', file: null, ranges: [], found: '', differences: [] };
}

interface Found {
  readonly index: number;
  readonly place: QuotePlace;
}

/** The first file with a place without differences, else the first with one. */
function placeIn(files: readonly QuotedFile[], find: (file: QuotedFile) => QuotePlace | null): Found | null {
  let first: Found | null = null;
  for (const [index, file] of files.entries()) {
    const place = find(file);
    if (place === null) continue;
    if (place.differences.length === 0) return { index, place };
    first ??= { index, place };
  }
  return first;
}

function shown(
  { index, place }: Found,
  files: readonly QuotedFile[],
): Pick<CheckedQuote, 'file' | 'ranges' | 'found' | 'differences'> {
  const text = files[index]?.text ?? '';
  const found = place.ranges.map(({ start, end }) => text.slice(start, end)).join(' … ');
  return {
    file: index,
    ranges: [...place.ranges],
    found: place.differences.length === 0 ? '' : found.slice(0, MOST_SHOWN).toWellFormed(),
    differences: [...place.differences],
  };
}
