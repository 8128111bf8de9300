import type { Bridge, CallInput, Result } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { Conversation, ConversationId, SearchHit } from '#contract/vocabulary';

const PAGE_SIZE = 200;
/** Typing pauses this long before a search goes out. */
const SEARCH_DELAY_MS = 120;

/** The list of conversations, pinned ones first and then by newest, and the search through them. */
export class ConversationsState {
  readonly #bridge: Bridge;
  all = $state.raw<readonly Conversation[]>([]);
  loaded = $state(false);
  query = $state('');
  hits = $state.raw<readonly SearchHit[]>([]);
  searching = $state(false);
  searchError = $state.raw<ErrorReport | null>(null);
  hasMore = $state(false);
  #nextCursor: string | null = null;
  #searchTimer: ReturnType<typeof setTimeout> | undefined;
  #searchNumber = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('conversation.changed', (change) => {
      if (change.kind === 'changed') this.#put(change.conversation);
      if (change.kind === 'removed') this.#drop(change.conversationId);
      if (change.kind === 'many') void this.load();
    });
  }

  async load(): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('conversations.list', { limit: PAGE_SIZE });
    if (!result.ok) return result.error;
    this.all = result.value.conversations;
    this.#setCursor(result.value.nextCursor);
    this.loaded = true;
    return null;
  }

  async loadMore(): Promise<ErrorReport | null> {
    if (this.#nextCursor === null) return null;
    const result = await this.#bridge.call('conversations.list', { limit: PAGE_SIZE, cursor: this.#nextCursor });
    if (!result.ok) return result.error;
    const known = new Set(this.all.map((conversation) => conversation.id));
    this.all = sorted([...this.all, ...result.value.conversations.filter(({ id }) => !known.has(id))]);
    this.#setCursor(result.value.nextCursor);
    return null;
  }

  find(id: ConversationId | null): Conversation | null {
    return this.all.find((conversation) => conversation.id === id) ?? null;
  }

  async update(change: CallInput<'conversations.update'>): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('conversations.update', change);
    if (!result.ok) return result.error;
    this.#put(result.value);
    return null;
  }

  async remove(conversationId: ConversationId): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('conversations.remove', { conversationId });
    if (!result.ok) return result.error;
    this.#drop(conversationId);
    return null;
  }

  async restore(conversationId: ConversationId): Promise<Result<Conversation>> {
    const result = await this.#bridge.call('conversations.restore', { conversationId });
    if (result.ok) this.#put(result.value);
    return result;
  }

  search(query: string): void {
    this.query = query;
    clearTimeout(this.#searchTimer);
    this.#searchNumber += 1;
    if (query.trim() === '') {
      this.hits = [];
      this.searching = false;
      this.searchError = null;
      return;
    }
    this.searching = true;
    this.#searchTimer = setTimeout(() => void this.#runSearch(query, this.#searchNumber), SEARCH_DELAY_MS);
  }

  /** Only the newest search may show its hits, however late an older one answers. */
  async #runSearch(query: string, number: number): Promise<void> {
    const result = await this.#bridge.call('history.search', { query: query.trim() });
    if (number !== this.#searchNumber) return;
    this.searching = false;
    this.hits = result.ok ? result.value.hits : [];
    this.searchError = result.ok ? null : result.error;
  }

  #setCursor(cursor: string | null): void {
    this.#nextCursor = cursor;
    this.hasMore = cursor !== null;
  }

  /** One that has gone to the archive or the trash leaves the list. */
  #put(conversation: Conversation): void {
    const others = this.all.filter((other) => other.id !== conversation.id);
    const listed = !conversation.archived && conversation.deletedAt === null;
    this.all = listed ? sorted([conversation, ...others]) : others;
  }

  #drop(id: ConversationId): void {
    this.all = this.all.filter((conversation) => conversation.id !== id);
    this.hits = this.hits.filter((hit) => hit.conversationId !== id);
  }
}

function sorted(conversations: Conversation[]): Conversation[] {
  return conversations.sort((a, b) => Number(b.pinned) - Number(a.pinned) || b.updatedAt - a.updatedAt);
}
