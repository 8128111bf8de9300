import { tick } from 'svelte';
import { isFocusable } from './plan-rows.ts';
import type { Row } from './plan-rows.ts';
import type { RowWindow } from './row-window.svelte.ts';

/** Which row of the list has the focus, and which rows can be reached from it. Rows are given by index. */
export class RowFocus {
  readonly #rows: () => readonly Row[];
  readonly #window: RowWindow;
  readonly #activeKey: () => string | null;
  /** The element that the rows are in. */
  element = $state<HTMLElement>();
  /** The row with the focus, or the last one that had it: Tab returns to it. */
  key = $state<string | null>(null);
  /** The row that Tab reaches; -1 for none. */
  readonly reachable = $derived.by(() => {
    const rows = this.#rows();
    const own = rows.findIndex((row) => row.key === this.key && isFocusable(row));
    if (own >= 0) return own;
    const activeKey = this.#activeKey();
    const active = rows.findIndex(({ key }) => key === activeKey);
    return active >= 0 ? active : rows.findIndex(isFocusable);
  });

  constructor(rows: () => readonly Row[], window: RowWindow, activeKey: () => string | null) {
    this.#rows = rows;
    this.#window = window;
    this.#activeKey = activeKey;
  }

  async to(index: number): Promise<void> {
    const row = this.#rows()[index];
    if (!row) return;
    this.key = row.key;
    this.#window.reveal(index);
    await tick();
    this.element?.querySelector<HTMLElement>(`[data-key="${CSS.escape(row.key)}"] [data-row-focus]`)?.focus({
      preventScroll: true,
    });
  }

  async toKey(wanted: string): Promise<void> {
    await this.to(this.#rows().findIndex(({ key }) => key === wanted));
  }

  /** The next row from `index` in one direction that can have the focus; -1 for none. */
  from(index: number, direction: 1 | -1): number {
    const rows = this.#rows();
    for (let at = index; at >= 0 && at < rows.length; at += direction) {
      const row = rows[at];
      if (row && isFocusable(row)) return at;
    }
    return -1;
  }

  last(): number {
    return this.from(this.#rows().length - 1, -1);
  }

  /** The focusable row about one view height away. */
  pageAway(direction: 1 | -1): number {
    const index = this.#window.pageFrom(this.reachable, direction);
    return direction === 1 ? this.from(Math.min(index, this.#rows().length - 1), -1) : this.from(index, 1);
  }

  /** The folder of the reachable row. */
  folder(): number {
    return this.#rows().findLastIndex(({ kind }, at) => at < this.reachable && kind === 'folder');
  }
}
