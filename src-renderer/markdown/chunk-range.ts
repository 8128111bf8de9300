/**
 * The place of a part of long code in the page.
 *
 * @param chunks - those in the page, each with the place of its first character
 * @returns null when one of its ends is not in the page
 */
export function chunkRange(
  chunks: readonly { readonly element: Element; readonly start: number }[],
  from: number,
  to: number,
): Range | null {
  const range = document.createRange();
  let [hasStart, hasEnd] = [false, false];
  for (const { element, start: first } of chunks) {
    let start = first;
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node instanceof Text; node = walker.nextNode()) {
      const end = start + node.length;
      if (from >= start && from < end) {
        range.setStart(node, from - start);
        hasStart = true;
      }
      if (to > start && to <= end) {
        range.setEnd(node, to - start);
        hasEnd = true;
      }
      start = end;
    }
  }
  return hasStart && hasEnd ? range : null;
}
