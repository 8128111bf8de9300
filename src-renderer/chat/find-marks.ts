/**
 * Marks what the search within a conversation found in the messages that are in the page. It uses the browser's
 * highlights, so the elements that Markdown made stay unchanged.
 */
import { bringIntoView } from './bring-into-view.ts';
import { matchesIn } from './shown-matches.ts';

const ALL = 'found-words';
const CURRENT = 'found-current';
/** More marks in one message are useless. */
const MOST_MARKS = 1000;

interface CurrentMatch {
  readonly messageId: string;
  readonly ordinal: number;
}

interface Heard {
  /** Called once with the current match, when it is in the page. */
  readonly onPlace: (messageId: string, placePx: number) => void;
  /** Called with the number of matches in a message that is completely in the page. */
  readonly onCount: (messageId: string, count: number) => void;
}

/**
 * Marks all matches below `root`, and again whenever its elements change. Folded parts with the current match open.
 *
 * @returns a function that removes the marks
 */
export function markFound(
  root: HTMLElement,
  pattern: RegExp,
  current: CurrentMatch | null,
  { onPlace, onCount }: Heard,
): () => void {
  let frame = 0;
  let isInSight = false;
  function mark(): void {
    const all = new Highlight();
    const chosen = new Highlight();
    chosen.priority = 1;
    const counts = new Map<string, number>();
    for (const message of root.querySelectorAll<HTMLElement>('[data-message-id]')) {
      const id = message.dataset['messageId'] ?? '';
      const matches = matchesIn(message, pattern);
      if (matches === null) continue;
      for (const match of matches.slice(0, MOST_MARKS)) {
        const range = match.range();
        if (range) all.add(range);
      }
      const isWhole = !message.matches('[aria-busy=true]') && !message.querySelector('[aria-busy=true]');
      if (isWhole) counts.set(id, matches.length);
      const match = id === current?.messageId ? matches[current.ordinal] : undefined;
      const range = match?.range();
      if (range) chosen.add(range);
      if (!match || isInSight || !isWhole) continue;
      if (!range) {
        match.show();
        continue;
      }
      isInSight = true;
      bringIntoView(range, message);
      onPlace(id, range.getBoundingClientRect().top - message.getBoundingClientRect().top);
    }
    CSS.highlights.set(ALL, all);
    CSS.highlights.set(CURRENT, chosen);
    for (const [id, count] of counts) onCount(id, count);
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
