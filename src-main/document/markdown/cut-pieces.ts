import { cutAt, LONGEST_PARAGRAPH } from './cut-at.ts';

/** No answer has paragraphs, tables or quotes of so many lines; marked's time grows with their square. */
const MOST_LINES = 400;
/** After this cost, a piece ends where a new block certainly begins; */
const LONG_PIECE = 8000;
/** after this cost, at any line. */
const LONGEST_PIECE = 24_000;
/** The cost of a line in addition to its characters, because each may be a block. */
const LINE_COST = 15;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** A line that does not continue what is before an empty line: no item, quote, row, tag, note or indented text. */
const PLAIN_START = /^[^\s\-*+\d>|<[$\\]/;

/**
 * Cuts a text into pieces that are cut and read one by one, in bounded steps, because marked's time grows with the square of
 * the following text. Fenced code is not cut. The pieces make up the text; a piece is read as if an empty line were
 * before it.
 */
export function* cutPieces(text: string): Generator<string, void> {
  if (text.length < MOST_LINES) {
    yield text;
    return;
  }
  let begun = 0;
  let lines = 0;
  let lineCosts = 0;
  let fence: string | null = null;
  let details = 0;
  function* cut(at: number): Generator<string, void> {
    if (at > begun) yield text.slice(begun, at);
    begun = at;
    lines = 0;
    lineCosts = 0;
    details = 0;
  }
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline + 1;
    const start = text.slice(at, Math.min(end, at + 100));
    const mark = FENCE.exec(start)?.[1];
    const cost = at - begun + lineCosts;
    if (fence === null) details += /<details\b/i.test(start) ? 1 : /<\/details>/i.test(start) ? -1 : 0;
    const isFree = fence === null && lines === 0 && at > begun && details <= 0;
    if (isFree && (cost > LONGEST_PIECE || (cost > LONG_PIECE && PLAIN_START.test(start)))) yield* cut(at);
    if (mark !== undefined && (fence === null || mark.startsWith(fence))) fence = fence === null ? mark : null;
    lines = fence !== null || end - at <= 1 ? 0 : lines + 1;
    if (fence === null) lineCosts += LINE_COST;
    if (fence === null && end - at > LONGEST_PARAGRAPH) {
      for (let from = at; end - from > LONGEST_PARAGRAPH;) yield* cut((from += cutAt(text.slice(from, end))));
    }
    at = end;
    if (lines >= MOST_LINES || (fence === null && at - begun > 2 * LONGEST_PIECE)) yield* cut(at);
  }
  yield* cut(text.length);
}
