import type { Bookmark } from '#contract/bookmark-calls';
import type { Bridge } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { MessageId } from '#contract/primitives';
import { SearchState } from './search.svelte.ts';

const PAGE_SIZE = 100;

/** The bookmarks on messages, the latest first; read when their page is first opened. */
export class BookmarksState {
  readonly #bridge: Bridge;
  /** Searches in bookmarked messages alone. */
  readonly search: SearchState;
  all = $state.raw<readonly Bookmark[]>([]);
  total = $state(0);
  loaded = $state(false);
  loadError = $state.raw<ErrorReport | null>(null);
  #cursor = $state<string | null>(null);
  readonly hasMore = $derived(this.#cursor !== null);
  /** Counts reads from the beginning; a page of an older read is ignored. */
  #reading = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    this.search = new SearchState(bridge);
    this.search.filter('bookmarked', true);
    const follow = (): void => {
      if (!this.loaded) return;
      void this.load();
      this.search.again();
    };
    bridge.listen('bookmarks.changed', follow);
    bridge.listen('trash.changed', follow);
    bridge.listen('history.replaced', follow);
    bridge.listen('conversation.changed', ({ kind }) => {
      if (kind !== 'changed') follow();
    });
  }

  async load(): Promise<void> {
    this.#reading += 1;
    const reading = this.#reading;
    const limit = Math.min(500, Math.max(PAGE_SIZE, this.all.length));
    const result = await this.#bridge.call('bookmarks.list', { limit });
    if (reading !== this.#reading) return;
    this.loadError = result.ok ? null : result.error;
    if (!result.ok) return;
    this.loaded = true;
    this.all = result.value.bookmarks;
    this.total = result.value.total;
    this.#cursor = result.value.nextCursor;
  }

  async loadMore(): Promise<ErrorReport | null> {
    if (this.#cursor === null) return null;
    const reading = this.#reading;
    const result = await this.#bridge.call('bookmarks.list', { limit: PAGE_SIZE, cursor: this.#cursor });
    if (reading !== this.#reading) return null;
    if (!result.ok) return result.error;
    this.all = [...this.all, ...result.value.bookmarks];
    this.#cursor = result.value.nextCursor;
    return null;
  }

  async set(messageId: MessageId, bookmarked: boolean): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('bookmarks.set', { messageId, bookmarked });
    return result.ok ? null : result.error;
  }

  /** Removes all of them; answers how many there were, or why none went. */
  async clear(): Promise<number | ErrorReport> {
    const result = await this.#bridge.call('bookmarks.clear', {});
    return result.ok ? result.value.removed : result.error;
  }
}
