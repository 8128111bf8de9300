/**
 * The place in a list that the reader looks at: a row, and the distance of its top from the top of the view. Rows above
 * may come, go and change their height; the anchor says where to scroll so that the visible text does not move.
 */
export interface ScrollAnchor {
  readonly key: string;
  /** Negative when the row begins above the view. */
  readonly offsetPx: number;
}

export interface Rows {
  readonly keys: readonly string[];
  readonly heightOf: (index: number) => number;
}

/** The first visible row at `topPx`; null in an empty list. */
export function anchorAt(rows: Rows, topPx: number): ScrollAnchor | null {
  let rowTopPx = 0;
  for (const [index, key] of rows.keys.entries()) {
    const heightPx = rows.heightOf(index);
    if (rowTopPx + heightPx > topPx || index === rows.keys.length - 1) return { key, offsetPx: rowTopPx - topPx };
    rowTopPx += heightPx;
  }
  return null;
}

/** @returns where to scroll so that the anchor is in its place; null when its row is gone */
export function topFor(rows: Rows, anchor: ScrollAnchor): number | null {
  let rowTopPx = 0;
  for (const [index, key] of rows.keys.entries()) {
    if (key === anchor.key) return Math.max(0, rowTopPx - anchor.offsetPx);
    rowTopPx += rows.heightOf(index);
  }
  return null;
}
