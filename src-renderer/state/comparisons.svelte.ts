import { SvelteMap } from 'svelte/reactivity';
import type { Bridge, CallInput, CallResult, Result } from '#contract/contract';
import type { Comparison } from '#contract/comparisons';
import type { ErrorReport } from '#contract/errors';
import type { ComparisonId, ConversationId, MessageId, RowId } from '#contract/primitives';

const PAGE_LENGTH = 100;

/** Where in a conversation another model is to be asked too. */
export interface ComparedPlace {
  readonly conversationId: ConversationId;
  readonly messageId: MessageId;
}

/** The list of comparisons, newest first; read when its page is first looked at. */
export class ComparisonsState {
  readonly #bridge: Bridge;
  all = $state.raw<readonly Comparison[]>([]);
  loaded = $state(false);
  loadError = $state.raw<ErrorReport | null>(null);
  #cursor = $state.raw<string | null>(null);
  readonly hasMore = $derived(this.#cursor !== null);
  /** A new comparison is being put together; of a place in a conversation, from there. */
  making = $state.raw<{ readonly from: ComparedPlace | null } | null>(null);

  /** What is written and not asked yet, by the row that it is for; it lasts as long as the page. */
  readonly drafts = new SvelteMap<RowId, string>();

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('comparison.changed', (change) => {
      if (!this.loaded) return;
      if (change.kind === 'many') void this.load();
      else if (change.kind === 'removed') this.all = this.all.filter(({ id }) => id !== change.comparisonId);
      else this.#put(change.comparison);
    });
    bridge.listen('history.replaced', () => {
      if (this.loaded) void this.load();
    });
  }

  async load(): Promise<void> {
    const result = await this.#bridge.call('comparisons.list', { limit: PAGE_LENGTH });
    this.loadError = result.ok ? null : result.error;
    if (!result.ok) return;
    this.loaded = true;
    this.all = result.value.comparisons;
    this.#cursor = result.value.nextCursor;
  }

  async loadMore(): Promise<ErrorReport | null> {
    if (this.#cursor === null) return null;
    const result = await this.#bridge.call('comparisons.list', { limit: PAGE_LENGTH, cursor: this.#cursor });
    if (!result.ok) return result.error;
    const known = new Set(this.all.map(({ id }) => id));
    this.all = [...this.all, ...result.value.comparisons.filter(({ id }) => !known.has(id))];
    this.#cursor = result.value.nextCursor;
    return null;
  }

  async create(input: CallInput<'comparisons.create'>): Promise<CallResult<'comparisons.create'>> {
    const result = await this.#bridge.call('comparisons.create', input);
    if (result.ok && this.loaded) this.#put(result.value);
    return result;
  }

  async rename(comparisonId: ComparisonId, title: string): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('comparisons.rename', { comparisonId, title });
    if (result.ok) this.#put(result.value);
    return result.ok ? null : result.error;
  }

  async remove(comparisonId: ComparisonId): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('comparisons.remove', { comparisonId });
    if (!result.ok) return result.error;
    this.all = this.all.filter(({ id }) => id !== comparisonId);
    return null;
  }

  async restore(comparisonId: ComparisonId): Promise<Result<Comparison>> {
    const result = await this.#bridge.call('comparisons.restore', { comparisonId });
    if (result.ok && this.loaded) this.#put(result.value);
    return result;
  }

  #put(comparison: Comparison): void {
    const others = this.all.filter(({ id }) => id !== comparison.id);
    this.all = [comparison, ...others].sort((a, b) => b.updatedAt - a.updatedAt);
  }
}
