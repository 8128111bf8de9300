import type { Result } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { Conversation } from '#contract/conversations';
import type { ConversationId } from '#contract/primitives';

const PAGE_SIZE = 200;
/** The largest page that the core gives. */
const LARGEST_PAGE = 1000;

interface Page {
  readonly conversations: readonly Conversation[];
  readonly nextCursor: string | null;
}

/** The content and order of a list; the core decides about the order. */
export interface ConversationSource {
  readonly read: (page: { limit: number; cursor?: string }) => Promise<Result<Page>>;
  readonly holds: (conversation: Conversation) => boolean;
  /** Below 0 when `a` comes before `b`. */
  readonly compare: (a: Conversation, b: Conversation) => number;
}

/** One list of conversations, read page by page; changes are inserted into the loaded part. */
export class ConversationPages {
  readonly #source: ConversationSource;
  all = $state.raw<readonly Conversation[]>([]);
  loaded = $state(false);
  hasMore = $state(false);
  loadingMore = $state(false);
  /** Why there is nothing to show. */
  error = $state.raw<ErrorReport | null>(null);
  #cursor: string | null = null;
  /** Counts reads from the beginning; a page of an older read is ignored. */
  #reading = 0;

  constructor(source: ConversationSource) {
    this.#source = source;
  }

  /** Reads the list from its beginning. */
  async load(): Promise<ErrorReport | null> {
    this.#reading += 1;
    const reading = this.#reading;
    const result = await this.#source.read({ limit: PAGE_SIZE });
    if (reading !== this.#reading) return null;
    this.loadingMore = false;
    this.loaded = true;
    this.error = result.ok ? null : result.error;
    if (!result.ok) return result.error;
    this.all = result.value.conversations;
    this.#setCursor(result.value.nextCursor);
    return null;
  }

  /** Reads the next page; does nothing while one is being read. */
  async loadMore(limit = PAGE_SIZE): Promise<ErrorReport | null> {
    if (this.#cursor === null || this.loadingMore) return null;
    const reading = this.#reading;
    this.loadingMore = true;
    const result = await this.#source.read({ limit, cursor: this.#cursor });
    if (reading !== this.#reading) return null;
    this.loadingMore = false;
    if (!result.ok) {
      // Repeating would not help; the next read from the beginning does.
      this.hasMore = false;
      return result.error;
    }
    const known = new Set(this.all.map(({ id }) => id));
    this.all = [...this.all, ...result.value.conversations.filter(({ id }) => !known.has(id))];
    this.#setCursor(result.value.nextCursor);
    return null;
  }

  /** Reads all remaining pages. */
  async loadRest(): Promise<ErrorReport | null> {
    const reading = this.#reading;
    while (this.hasMore && reading === this.#reading && !this.loadingMore) {
      const error = await this.loadMore(LARGEST_PAGE);
      if (error) return error;
    }
    return null;
  }

  /** Moves a changed conversation to its place, which may be outside of this list. */
  put(conversation: Conversation): void {
    this.drop([conversation.id]);
    if (!this.#source.holds(conversation)) return;
    const found = this.all.findIndex((other) => this.#source.compare(conversation, other) < 0);
    // Its place is after the loaded part, so it comes with its own page.
    if (found < 0 && this.hasMore) return;
    this.all = found < 0 ? [...this.all, conversation] : this.all.toSpliced(found, 0, conversation);
  }

  drop(ids: readonly ConversationId[]): void {
    if (this.all.some(({ id }) => ids.includes(id))) this.all = this.all.filter(({ id }) => !ids.includes(id));
  }

  #setCursor(cursor: string | null): void {
    this.#cursor = cursor;
    this.hasMore = cursor !== null;
  }
}
