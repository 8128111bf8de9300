/** A longer paragraph is shown in pieces, because a browser lays out a whole one again when its end grows. */
export const LONGEST_PARAGRAPH = 10_000;

/** Where a too long text is cut: after a space if there is one, never within a character. */
export function cutAt(source: string): number {
  const space = Math.max(
    source.lastIndexOf(' ', LONGEST_PARAGRAPH - 1),
    source.lastIndexOf('\n', LONGEST_PARAGRAPH - 1),
  );
  if (space > LONGEST_PARAGRAPH / 2) return space + 1;
  const code = source.charCodeAt(LONGEST_PARAGRAPH);
  return code >= 0xdc00 && code <= 0xdfff ? LONGEST_PARAGRAPH - 1 : LONGEST_PARAGRAPH;
}

/** Lines of a piece of plain text; each is a separate box. */
const MOST_PLAIN_LINES = 1000;
/** The cost of a line for a browser, in addition to its characters. */
const PLAIN_LINE_COST = 5;

/** Splits plain text into pieces that a browser lays out quickly. */
export function cutPlain(text: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += pieces.at(-1)?.length ?? 0) {
    const near = text.slice(at, at + LONGEST_PARAGRAPH + 1);
    const length = near.length > LONGEST_PARAGRAPH ? cutAt(near) : near.length;
    pieces.push(near.slice(0, Math.min(length, endOfLines(near))));
  }
  return pieces;
}

/** A line of so few characters is not broken in the narrowest window, so its height is known before it is laid out. */
const LONGEST_UNBROKEN = 12;

/** How many lines a piece is high, if that is certain without laying it out; else null. */
export function heightInLines(piece: string): number | null {
  const lines = piece.replace(/\n$/, '').split('\n');
  return lines.every((line) => line.length <= LONGEST_UNBROKEN) ? lines.length : null;
}

/** In characters, as `spend` of slices.ts counts. */
export function costOfPlain(piece: string): number {
  return piece.length + PLAIN_LINE_COST * piece.split('\n').length;
}

function endOfLines(text: string): number {
  let end = 0;
  for (let line = 0; line < MOST_PLAIN_LINES; line += 1) {
    const newline = text.indexOf('\n', end);
    if (newline < 0) return text.length;
    end = newline + 1;
  }
  return end;
}
