import type { Bridge } from '#contract/contract';
import type { Conversation } from '#contract/conversations';
import type { ConversationsState } from './conversations.svelte.ts';
import { SearchState } from './search.svelte.ts';

/** Few enough to see at once. */
const RECENT = 6;

/** The palette: whether it is open, its query, and its suggestions without a query. */
export class PaletteState {
  readonly #conversations: ConversationsState;
  readonly search: SearchState;
  isOpen = $state(false);
  /** Everything, or only models to choose from. */
  scope = $state<'all' | 'models'>('all');
  recent = $state.raw<readonly Conversation[]>([]);

  #next: (() => void) | null = null;

  constructor(bridge: Bridge, conversations: ConversationsState) {
    this.#conversations = conversations;
    this.search = new SearchState(bridge);
  }

  /**
   * Opens with the last query, so that its hits can be continued, and without filters, which a returning user has
   * forgotten. A choice of models begins empty.
   */
  show(scope: 'all' | 'models' = 'all'): void {
    if (scope === 'models') this.clear();
    else if (this.search.filtered) this.search.clearFilters();
    this.scope = scope;
    this.isOpen = true;
    void this.#readRecent();
  }

  /** Closes, and calls `act` once the focus has returned, because `act` may move it. */
  closeFor(act: () => void): void {
    this.#next = act;
    this.isOpen = false;
  }

  /** The focus has returned. */
  closed(): void {
    const act = this.#next;
    this.#next = null;
    act?.();
  }

  clear(): void {
    this.search.clearFilters();
    this.search.type('');
  }

  async #readRecent(): Promise<void> {
    const result = await this.#conversations.recent(RECENT);
    if (result.ok) this.recent = result.value;
  }
}
