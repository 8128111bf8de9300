import { SvelteSet } from 'svelte/reactivity';
import type { FamilyNode } from '#contract/family-tree';

/** A row of the tree that is to be seen. */
export interface FamilyRow {
  readonly node: FamilyNode;
  /** 1 for a root. */
  readonly level: number;
  /** Among the `siblings` below the same parent, from 1. */
  readonly place: number;
  readonly siblings: number;
  readonly parentKey: string | null;
}

/** With less time between two letters they are the beginning of one name. */
const SAME_WORD_MS = 600;

/** The focus of a tree: Tab reaches one row, keys go to the others, fold and unfold. @see https://www.w3.org/WAI/ARIA/apg/patterns/treeview/ */
export class FamilyFocus {
  #tree: HTMLElement | null = null;
  readonly #folded = new SvelteSet<string>();
  #wanted = $state<string | null>(null);
  #typed = '';
  #typedAt = 0;
  readonly #families: () => readonly FamilyNode[];
  readonly #nameOf: (node: FamilyNode) => string;
  readonly rows: readonly FamilyRow[] = $derived.by(() => this.#below(this.#families(), 1, null));
  /** The row that Tab reaches. */
  readonly reached = $derived.by(
    () => (this.rows.find(({ node }) => node.key === this.#wanted) ?? this.rows[0])?.node.key,
  );

  constructor(families: () => readonly FamilyNode[], nameOf: (node: FamilyNode) => string) {
    this.#families = families;
    this.#nameOf = nameOf;
  }

  isFolded(key: string): boolean {
    return this.#folded.has(key);
  }

  fold(key: string, folded: boolean): void {
    if (folded) this.#folded.add(key);
    else this.#folded.delete(key);
  }

  /** For `{@attach}` on the element with the rows, each with its key as `data-key`. */
  readonly hold = (tree: Element): (() => void) => {
    this.#tree = tree as HTMLElement;
    this.#tree.addEventListener('focusin', this.#noticed);
    this.#tree.addEventListener('keydown', this.#pressed);
    return () => {
      this.#tree?.removeEventListener('focusin', this.#noticed);
      this.#tree?.removeEventListener('keydown', this.#pressed);
      this.#tree = null;
    };
  };

  /** Tab comes back to the row where the focus was. */
  readonly #noticed = (event: FocusEvent): void => {
    const item = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-key]') : null;
    if (item) this.#wanted = item.dataset['key'] ?? null;
  };

  /** Keys on a row; those on its buttons are theirs. */
  readonly #pressed = (event: KeyboardEvent): void => {
    const onRow = event.target instanceof HTMLElement && event.target.dataset['key'] !== undefined;
    if (!onRow || event.ctrlKey || event.altKey || event.metaKey) return;
    const place = this.rows.findIndex(({ node }) => node.key === this.reached);
    const row = this.rows[place];
    if (!row) return;
    const act = this.#actOf(event.key, place, row);
    if (act === null) return;
    event.preventDefault();
    if (event.key.length > 1) this.#typed = '';
    act();
  };

  #actOf(key: string, place: number, { node, parentKey }: FamilyRow): (() => void) | null {
    const folded = this.isFolded(node.key);
    const isParent = node.children.length > 0;
    switch (key) {
      case 'ArrowDown':
        return () => this.#to(this.rows[place + 1]?.node.key);
      case 'ArrowUp':
        return () => this.#to(this.rows[place - 1]?.node.key);
      case 'Home':
        return () => this.#to(this.rows[0]?.node.key);
      case 'End':
        return () => this.#to(this.rows.at(-1)?.node.key);
      case 'ArrowRight':
        if (!isParent) return null;
        return folded ? () => this.fold(node.key, false) : () => this.#to(node.children[0]?.key);
      case 'ArrowLeft':
        return isParent && !folded ? () => this.fold(node.key, true) : () => this.#to(parentKey ?? undefined);
      case 'Enter':
        return () => this.#itemOf(node.key)?.querySelector<HTMLElement>('[data-acts] button:not(:disabled)')?.focus();
      default:
        return [...key].length === 1 && key !== ' ' ? () => this.#find(key, place) : null;
    }
  }

  /** The next row with a name that begins with what was typed; one letter again goes on from row to row. */
  #find(letter: string, place: number): void {
    const now = performance.now();
    const before = now - this.#typedAt < SAME_WORD_MS ? this.#typed : '';
    const lower = letter.toLocaleLowerCase();
    this.#typed = before === lower ? lower : before + lower;
    this.#typedAt = now;
    const first = this.#typed.length > 1 ? place : place + 1;
    const ordered = [...this.rows.slice(first), ...this.rows.slice(0, first)];
    this.#to(ordered.find(({ node }) => this.#nameOf(node).toLocaleLowerCase().startsWith(this.#typed))?.node.key);
  }

  #to(key: string | undefined): void {
    if (key !== undefined) this.#itemOf(key)?.focus();
  }

  #itemOf(key: string): HTMLElement | null {
    return this.#tree?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? null;
  }

  #below(nodes: readonly FamilyNode[], level: number, parentKey: string | null): FamilyRow[] {
    return nodes.flatMap((node, index) => [
      { node, level, place: index + 1, siblings: nodes.length, parentKey },
      ...(this.isFolded(node.key) ? [] : this.#below(node.children, level + 1, node.key)),
    ]);
  }
}
