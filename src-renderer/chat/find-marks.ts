/**
 * Marks what the search within a conversation found in the messages that are in the page. It uses the browser's
 * highlights, so the elements that Markdown made stay unchanged.
 */

const ALL = 'found-words';
const CURRENT = 'found-current';
/** More marks in one message are useless. */
const MOST_MARKS = 1000;
/** Text of different blocks is never one word. */
const BLOCKS = 'p, li, h1, h2, h3, h4, h5, h6, pre, td, th, blockquote, summary, div, article';
const UNSEEN = 'button, .visually-hidden, .katex, textarea';

interface CurrentMatch {
  readonly messageId: string;
  readonly ordinal: number;
}

/**
 * Marks all matches below `root`, and again whenever its elements change.
 *
 * @param onPlace - called once with the current match, when it is in the page
 * @returns a function that removes the marks
 */
export function markFound(
  root: HTMLElement,
  pattern: RegExp,
  current: CurrentMatch | null,
  onPlace: (messageId: string, placePx: number) => void,
): () => void {
  let frame = 0;
  let isInSight = false;
  function mark(): void {
    const all = new Highlight();
    const chosen = new Highlight();
    chosen.priority = 1;
    for (const message of root.querySelectorAll<HTMLElement>('[data-message-id]')) {
      const ranges = rangesOf(message, pattern);
      for (const range of ranges) all.add(range);
      if (current === null || message.dataset['messageId'] !== current.messageId || ranges.length === 0) continue;
      // Markdown's marks and addresses are searched too, but not drawn; the last drawn match is then the nearest.
      const range = ranges[Math.min(current.ordinal, ranges.length - 1)];
      if (!range) continue;
      chosen.add(range);
      if (isInSight || message.querySelector('.markdown[aria-busy=true]')) continue;
      isInSight = true;
      onPlace(current.messageId, range.getBoundingClientRect().top - message.getBoundingClientRect().top);
    }
    CSS.highlights.set(ALL, all);
    CSS.highlights.set(CURRENT, chosen);
  }
  const later = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(mark);
  };
  const observer = new MutationObserver(later);
  observer.observe(root, { childList: true, characterData: true, subtree: true, attributeFilter: ['aria-busy'] });
  later();
  return () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    CSS.highlights.delete(ALL);
    CSS.highlights.delete(CURRENT);
  };
}

/** A match may begin in one text node and end in another, as in **bold** text. */
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
    const first = at(nodes, index);
    const last = at(nodes, index + found.length - 1);
    if (!first || !last) continue;
    range.setStart(first.node, Math.max(0, index - first.start));
    range.setEnd(last.node, Math.min(last.node.length, index + found.length - last.start));
    ranges.push(range);
    if (ranges.length === MOST_MARKS) break;
  }
  return ranges;
}

/** The last node that begins at or before a place. */
function at<Node extends { readonly start: number }>(nodes: readonly Node[], place: number): Node | undefined {
  let [low, high] = [0, nodes.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((nodes[middle]?.start ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return nodes[low];
}
