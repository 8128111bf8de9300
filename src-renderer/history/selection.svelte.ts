import type { Conversation } from '#contract/conversations';
import type { ConversationId } from '#contract/primitives';
import type { Row } from './plan-rows.ts';

/** The conversations that are ticked in the list. Only those that the list shows are chosen. */
export class Selection {
  readonly #rows: () => readonly Row[];
  on = $state(false);
  #ids = $state.raw<ReadonlySet<ConversationId>>(new Set());
  /** Where a range begins, and what was ticked before it. */
  #anchor: ConversationId | null = null;
  #before: ReadonlySet<ConversationId> = new Set();
  readonly chosen: readonly Conversation[] = $derived.by(() => this.#shown().filter(({ id }) => this.#ids.has(id)));

  constructor(rows: () => readonly Row[]) {
    this.#rows = rows;
  }

  has(id: ConversationId): boolean {
    return this.#ids.has(id);
  }

  begin(): void {
    this.on = true;
  }

  end(): void {
    this.on = false;
    this.#put(new Set(), null);
  }

  toggle(id: ConversationId): void {
    this.on = true;
    const ids = new Set(this.#ids);
    if (!ids.delete(id)) ids.add(id);
    this.#put(ids, id);
  }

  /** Ticks all from the one that was ticked last, or from `from`, to this one, instead of the range before. */
  extend(id: ConversationId, from: ConversationId | null = null): void {
    this.on = true;
    const keys = this.#shown().map((conversation) => conversation.id);
    const begin = keys.indexOf(this.#anchor ?? from ?? id);
    const end = keys.indexOf(id);
    if (end < 0) return;
    if (this.#anchor === null || begin < 0) this.#anchor = begin < 0 ? id : (keys[begin] ?? id);
    const [first, last] = begin < 0 ? [end, end] : [Math.min(begin, end), Math.max(begin, end)];
    this.#ids = new Set([...this.#before, ...keys.slice(first, last + 1)]);
  }

  all(): void {
    this.on = true;
    this.#put(new Set(this.#shown().map(({ id }) => id)), null);
  }

  #put(ids: ReadonlySet<ConversationId>, anchor: ConversationId | null): void {
    this.#ids = ids;
    this.#before = ids;
    this.#anchor = anchor;
  }

  #shown(): Conversation[] {
    return this.#rows().flatMap((row) => (row.kind === 'conversation' ? [row.conversation] : []));
  }
}
