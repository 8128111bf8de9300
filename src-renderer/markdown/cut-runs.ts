/** No answer has paragraphs, tables or quotes of as many lines; marked's time grows with the square of them. */
const MOST_LINES = 400;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/**
 * Cuts a text behind every so many lines that follow each other without an empty one. Code between fences is left
 * whole. The pieces make up the text; a piece is read as if an empty line stood before it.
 */
export function cutRuns(text: string): string[] {
  if (text.length < MOST_LINES) return [text];
  const pieces: string[] = [];
  let begun = 0;
  let lines = 0;
  let fence: string | null = null;
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline + 1;
    const mark = FENCE.exec(text.slice(at, Math.min(end, at + 100)))?.[1];
    if (mark !== undefined && (fence === null || mark.startsWith(fence))) fence = fence === null ? mark : null;
    lines = fence !== null || end - at <= 1 ? 0 : lines + 1;
    at = end;
    if (lines < MOST_LINES || at === text.length) continue;
    pieces.push(text.slice(begun, at));
    begun = at;
    lines = 0;
  }
  pieces.push(text.slice(begun));
  return pieces;
}
