/** A piece of a text. All pieces in a row are the whole text. */
export interface TextPiece {
  /** In UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** The headings that it is under, the outermost first. */
  readonly headings: readonly string[];
}

/** A passage is filled with paragraphs up to this length. */
const USUAL_LENGTH = 600;
/** A longer paragraph is cut at the ends of its sentences. */
const LONGEST = 900;
const LONGEST_HEADING = 120;
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$/;

/** Cuts a text at headings and empty lines; nothing of it is left out. Linear. */
export function cutPassages(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  const open: string[] = [];
  let headings: readonly string[] = [];
  let start = 0;
  const flush = (end: number): void => {
    if (end > start) pieces.push({ start, end, headings });
    start = end;
  };
  for (const block of blocksOf(text)) {
    if (block.heading) {
      if (text.slice(start, block.start).trim() !== '') flush(block.start);
      open.length = block.heading.level - 1;
      open[block.heading.level - 1] = block.heading.text;
      headings = open.filter((heading) => heading !== undefined);
    } else if (block.end - start > USUAL_LENGTH && block.start - start > USUAL_LENGTH / 3) flush(block.start);
    while (block.end - start > LONGEST) flush(sentenceEnd(text, start));
  }
  flush(text.length);
  return pieces;
}

interface Block {
  readonly start: number;
  readonly end: number;
  readonly heading: { readonly level: number; readonly text: string } | null;
}

/** Paragraphs with the empty lines after them, and headings. */
function* blocksOf(text: string): Generator<Block> {
  let start = 0;
  let isBlank = false;
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline + 1;
    const [, marks, title] = (end - at < 500 && HEADING.exec(text.slice(at, end).trimEnd())) || [];
    const blank = text.slice(at, end).trim() === '';
    if (marks !== undefined && title !== undefined) {
      if (at > start) yield { start, end: at, heading: null };
      yield { start: at, end, heading: { level: marks.length, text: title.slice(0, LONGEST_HEADING).toWellFormed() } };
      start = end;
    } else if (isBlank && !blank && at > start) {
      yield { start, end: at, heading: null };
      start = at;
    }
    isBlank = blank;
    at = end;
  }
  if (text.length > start) yield { start, end: text.length, heading: null };
}

/** The last end of a sentence, a line or a word before the passage is too long; never within a character. */
function sentenceEnd(text: string, start: number): number {
  const near = text.slice(start, start + LONGEST);
  let end = 0;
  for (const { index, 0: mark } of near.matchAll(/[.!?…][”"’»)\]]*\s+|\n/g)) end = index + mark.length;
  if (end < USUAL_LENGTH / 2) end = Math.max(near.lastIndexOf(' '), near.lastIndexOf('\n')) + 1;
  if (end < USUAL_LENGTH / 2) end = LONGEST;
  const unit = text.charCodeAt(start + end);
  return start + (unit >= 0xdc00 && unit <= 0xdfff ? end - 1 : end);
}
