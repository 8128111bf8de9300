import type { Conversation } from '#contract/conversations';
import type { Removal } from '#contract/folders';
import type { Row } from './plan-rows.ts';

/** The selection in the list: conversations, and in the trash also removed messages. Only visible ones are included. */
export class Selection {
  readonly #rows: () => readonly Row[];
  on = $state(false);
  #ids = $state.raw<ReadonlySet<string>>(new Set());
  /** Where a range begins, and what was selected before it. */
  #anchor: string | null = null;
  #before: ReadonlySet<string> = new Set();
  readonly #chosenRows = $derived.by(() => this.#rows().filter((row) => isTickable(row) && this.#ids.has(row.key)));
  readonly chosen: readonly Conversation[] = $derived.by(() =>
    this.#chosenRows.flatMap((row) => ('conversation' in row ? [row.conversation] : [])),
  );
  readonly removals: readonly Removal[] = $derived.by(() =>
    this.#chosenRows.flatMap((row) => ('removal' in row ? [row.removal] : [])),
  );
  readonly count = $derived.by(() => this.#chosenRows.length);

  constructor(rows: () => readonly Row[]) {
    this.#rows = rows;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  begin(): void {
    this.on = true;
  }

  end(): void {
    this.on = false;
    this.#put(new Set(), null);
  }

  toggle(id: string): void {
    this.on = true;
    const ids = new Set(this.#ids);
    if (!ids.delete(id)) ids.add(id);
    this.#put(ids, id);
  }

  /** Selects everything from the last selected one, or from `from`, to this one, instead of the range before. */
  extend(id: string, from: string | null = null): void {
    this.on = true;
    const keys = this.#keys();
    const begin = keys.indexOf(this.#anchor ?? from ?? id);
    const end = keys.indexOf(id);
    if (end < 0) return;
    if (this.#anchor === null || begin < 0) this.#anchor = begin < 0 ? id : (keys[begin] ?? id);
    const [first, last] = begin < 0 ? [end, end] : [Math.min(begin, end), Math.max(begin, end)];
    this.#ids = new Set([...this.#before, ...keys.slice(first, last + 1)]);
  }

  all(): void {
    this.on = true;
    this.#put(new Set(this.#keys()), null);
  }

  #put(ids: ReadonlySet<string>, anchor: string | null): void {
    this.#ids = ids;
    this.#before = ids;
    this.#anchor = anchor;
  }

  #keys(): string[] {
    return this.#rows().flatMap((row) => (isTickable(row) ? [row.key] : []));
  }
}

export function isTickable({ kind }: Row): boolean {
  return kind === 'conversation' || kind === 'trashed' || kind === 'trashed-messages';
}
