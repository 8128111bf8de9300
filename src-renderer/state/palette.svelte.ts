import type { Bridge } from '#contract/contract';
import type { Conversation } from '#contract/conversations';
import type { ConversationsState } from './conversations.svelte.ts';
import { SearchState } from './search.svelte.ts';

/** As many as are taken in at a glance. */
const RECENT = 6;

/** The palette: whether it is open, what it is asked, and what it offers before it is asked anything. */
export class PaletteState {
  readonly #conversations: ConversationsState;
  readonly search: SearchState;
  isOpen = $state(false);
  /** Everything, or only the models to choose one of. */
  scope = $state<'all' | 'models'>('all');
  recent = $state.raw<readonly Conversation[]>([]);

  #next: (() => void) | null = null;

  constructor(bridge: Bridge, conversations: ConversationsState) {
    this.#conversations = conversations;
    this.search = new SearchState(bridge);
  }

  /**
   * Opens with the last query, to go on through its hits, and without filters, which someone who comes back has
   * forgotten; a choice of models begins with nothing.
   */
  show(scope: 'all' | 'models' = 'all'): void {
    if (scope === 'models') this.clear();
    else if (this.search.filtered) this.search.clearFilters();
    this.scope = scope;
    this.isOpen = true;
    void this.#readRecent();
  }

  /** Closes, and does something once the focus is back where it was: what is done may move it on. */
  closeFor(act: () => void): void {
    this.#next = act;
    this.isOpen = false;
  }

  /** The focus is back. */
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
