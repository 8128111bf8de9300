import type { TextRange } from '#contract/document-calls';

/** Pieces of a text that are elements of the page, in their order. */
export interface ShownPiece {
  readonly start: number;
  readonly end: number;
}

/** Where a range of the text is among the elements of its pieces: a range of the page for each piece it touches. */
export function pageRanges(
  pieces: readonly ShownPiece[],
  elements: readonly (HTMLElement | undefined)[],
  { start, end }: TextRange,
): Range[] {
  const ranges: Range[] = [];
  for (let index = pieceAt(pieces, start); index < pieces.length; index += 1) {
    const piece = pieces[index];
    if (!piece || piece.start >= end) break;
    const node = elements[index]?.firstChild;
    if (!(node instanceof Text)) continue;
    const range = document.createRange();
    range.setStart(node, Math.min(node.length, Math.max(0, start - piece.start)));
    range.setEnd(node, Math.min(node.length, end - piece.start));
    if (!range.collapsed) ranges.push(range);
  }
  return ranges;
}

/** The index of the piece that has a place. */
export function pieceAt(pieces: readonly ShownPiece[], place: number): number {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((pieces[middle]?.start ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
