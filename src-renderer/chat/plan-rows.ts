/**
 * Chooses which rows of a long list are in the page. The others leave gaps of their height, so that the scroll bar and
 * all positions are those of the whole list.
 */
export type PlannedRow =
  | { readonly kind: 'row'; readonly key: string; readonly index: number }
  | { readonly kind: 'gap'; readonly key: string; readonly heightPx: number };

/** Pixels from the top of the first row. */
export interface Range {
  readonly fromPx: number;
  readonly toPx: number;
}

/**
 * The rows that touch `range`, those that are `held` wherever they are, and the gaps between them, in order. Heights of
 * rows and gaps add up to those of all rows. An empty range keeps the row at its place.
 */
export function planRows(
  keys: readonly string[],
  heightOf: (index: number) => number,
  range: Range,
  held: (index: number) => boolean,
): PlannedRow[] {
  const plan: PlannedRow[] = [];
  let topPx = 0;
  let gapPx = 0;
  const closeGap = (next: string): void => {
    if (gapPx > 0) plan.push({ kind: 'gap', key: `gap before ${next}`, heightPx: gapPx });
    gapPx = 0;
  };
  keys.forEach((key, index) => {
    const heightPx = heightOf(index);
    const touches = topPx + heightPx >= range.fromPx && topPx <= range.toPx;
    if (touches || held(index)) {
      closeGap(key);
      plan.push({ kind: 'row', key, index });
    } else gapPx += heightPx;
    topPx += heightPx;
  });
  closeGap('the end');
  return plan;
}
