import type { Attachment } from 'svelte/attachments';
import type { ColumnId } from '#contract/primitives';
import { markDifferences, unmarkDifferences, type Differing } from './mark-differences.ts';

/**
 * Marks the differences of two columns, also while their answers change. `data-column` and, within a column,
 * `data-answer` identify an answer; answers to the same question have the same `data-answer`.
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
      // A long text is rendered over several frames; its differences are marked after the last one.
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
