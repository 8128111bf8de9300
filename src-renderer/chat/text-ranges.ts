/** Text of different blocks is never one word. */
export const BLOCKS = 'p, li, h1, h2, h3, h4, h5, h6, pre, td, th, blockquote, summary, div, article';
const UNSEEN = 'button, .visually-hidden, .katex, textarea';
/** More in one message are useless. */
const MOST_RANGES = 1000;

/** Places of a pattern in the text of an element. One may begin in one text node and end in another. */
export function rangesOf(root: Element, pattern: RegExp): Range[] {
  const nodes: { readonly node: Text; readonly start: number }[] = [];
  let text = '';
  let block: Element | null = null;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof HTMLBRElement) text += '\n';
    if (!(node instanceof Text) || node.parentElement?.closest(UNSEEN)) continue;
    const own = node.parentElement?.closest(BLOCKS) ?? null;
    if (own !== block) text += '\n';
    block = own;
    nodes.push({ node, start: text.length });
    text += node.data;
  }
  const ranges: Range[] = [];
  for (const { index, 0: found } of text.matchAll(pattern)) {
    const range = document.createRange();
    const first = lastBefore(nodes, index);
    const last = lastBefore(nodes, index + found.length - 1);
    if (!first || !last) continue;
    range.setStart(first.node, Math.max(0, index - first.start));
    range.setEnd(last.node, Math.min(last.node.length, index + found.length - last.start));
    ranges.push(range);
    if (ranges.length === MOST_RANGES) break;
  }
  return ranges;
}

/** The last node that begins at or before a place. */
export function lastBefore<Node extends { readonly start: number }>(
  nodes: readonly Node[],
  place: number,
): Node | undefined {
  let [low, high] = [0, nodes.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((nodes[middle]?.start ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return nodes[low];
}
