import type { Attachment } from 'svelte/attachments';
import type { ColumnId } from '#contract/primitives';
import { markDifferences, unmarkDifferences, type Differing } from './mark-differences.ts';

/**
 * Keeps the differences of two columns marked while their answers change. Answers are found by `data-column` and, within a
 * column, `data-answer`, which is the same for answers to the same question.
 */
export class DifferenceMarks {
  /** The two columns, or null for no marks. */
  pair = $state.raw<readonly [ColumnId, ColumnId] | null>(null);
  found = $state.raw<readonly [Differing, Differing] | null>(null);

  readonly attach: Attachment<HTMLElement> = (root) => {
    const { pair } = this;
    if (pair === null) return;
    let frame = 0;
    const look = (): void => {
      // A long text comes over several frames, and is looked at when it is there.
      if (root.querySelector('.markdown[aria-busy=true]')) return;
      this.found = markDifferences(answersOf(root, pair));
    };
    const later = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    const observer = new MutationObserver(later);
    observer.observe(root, { childList: true, subtree: true, characterData: true, attributeFilter: ['aria-busy'] });
    later();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
      unmarkDifferences();
      this.found = null;
    };
  };
}

function answersOf(root: HTMLElement, [a, b]: readonly [ColumnId, ColumnId]): (readonly [Element, Element])[] {
  const of = (column: ColumnId): Map<string, Element> =>
    new Map(
      [...root.querySelectorAll<HTMLElement>(`[data-column="${CSS.escape(column)}"] [data-answer]`)].map((element) => [
        element.dataset['answer'] ?? '',
        element,
      ]),
    );
  const others = of(b);
  return [...of(a)].flatMap(([key, element]) => {
    const other = others.get(key);
    return other ? [[element, other] as const] : [];
  });
}
