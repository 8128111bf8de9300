import { SvelteMap } from 'svelte/reactivity';
import type { Bridge, CallInput, Result } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { Conversation } from '#contract/conversations';
import type { ConversationId, FolderId, TagId } from '#contract/primitives';
import { isTemporary } from '#contract/temporary-calls';
import { MOST_AT_ONCE } from '#contract/history-calls';
import { ConversationPages } from './conversation-pages.svelte.ts';
import type { ConversationSource } from './conversation-pages.svelte.ts';
import { TrashedMessages } from './trashed-messages.svelte.ts';

/**
 * The content of the list: everything outside the archive by folder, one tag's conversations, the archive, or the
 * trash.
 */
export type ListView =
  | { readonly kind: 'all' }
  | { readonly kind: 'tag'; readonly tagId: TagId }
  | { readonly kind: 'archive' }
  | { readonly kind: 'trash' };

type SeveralChange = CallInput<'conversations.changeSeveral'>['to'];

/** The selected content of the trash. */
export interface TrashTarget {
  readonly conversationIds: readonly ConversationId[];
  readonly removalIds: readonly string[];
}

/** The most of each that `trash.delete` takes. */
const MOST_DELETED_AT_ONCE = 1000;

type ListFilter = Omit<CallInput<'conversations.list'>, 'limit' | 'cursor'>;

/** The lists of conversations: the visible one, and those of opened folders. */
export class ConversationsState {
  readonly #bridge: Bridge;
  view = $state.raw<ListView>({ kind: 'all' });
  /** The list of the view; in `all`, the conversations outside of folders. */
  list: ConversationPages = $state.raw(new ConversationPages(NOTHING));
  /** Removed messages, shown in the trash after the list. */
  readonly trashedMessages: TrashedMessages;
  readonly #inFolders = new SvelteMap<FolderId, ConversationPages>();

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    this.trashedMessages = new TrashedMessages(bridge);
    bridge.listen('trash.changed', () => {
      if (this.view.kind === 'trash') void this.trashedMessages.load();
    });
    this.list = this.#pagesOf(this.view);
    bridge.listen('conversation.changed', (change) => {
      if (change.kind === 'changed') this.#put(change.conversation);
      else if (change.kind === 'outside') this.#putAll(change.conversations);
      else if (change.kind === 'deleted') this.#drop(change.conversationIds);
      else if (change.kind === 'many') void this.load();
      else this.#trashed(change.conversationId);
    });
  }

  /** Reads everything visible again. */
  async load(): Promise<ErrorReport | null> {
    const trashed = this.view.kind === 'trash' ? [this.trashedMessages] : [];
    const errors = await Promise.all([this.list, ...trashed, ...this.#inFolders.values()].map((pages) => pages.load()));
    return errors.find((error) => error !== null) ?? null;
  }

  async show(view: ListView): Promise<ErrorReport | null> {
    this.view = view;
    this.list = this.#pagesOf(view);
    const [error, other] = await Promise.all([
      this.list.load(),
      view.kind === 'trash' ? this.trashedMessages.load() : null,
    ]);
    return error ?? other;
  }

  /** The conversations of an open folder; null for a closed one. */
  inFolder(folderId: FolderId): ConversationPages | null {
    return this.#inFolders.get(folderId) ?? null;
  }

  async openFolder(folderId: FolderId): Promise<ErrorReport | null> {
    const pages = this.#ofList({ folderId }, (conversation) => conversation.folderId === folderId);
    this.#inFolders.set(folderId, pages);
    return pages.load();
  }

  closeFolder(folderId: FolderId): void {
    this.#inFolders.delete(folderId);
  }

  /** Looks only in the loaded part. */
  find(id: ConversationId): Conversation | null {
    for (const pages of [this.list, ...this.#inFolders.values()]) {
      const found = pages.all.find((conversation) => conversation.id === id);
      if (found) return found;
    }
    return null;
  }

  /** The newest conversations of all folders. */
  async recent(limit: number): Promise<Result<readonly Conversation[]>> {
    const result = await this.#bridge.call('conversations.list', { limit });
    return result.ok ? { ok: true, value: result.value.conversations } : result;
  }

  async update(change: CallInput<'conversations.update'>): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('conversations.update', change);
    if (!result.ok) return result.error;
    this.#put(result.value);
    return null;
  }

  /** Does one thing to all of them in one call. @returns those that were changed */
  async changeSeveral(
    conversations: readonly Conversation[],
    to: SeveralChange,
  ): Promise<Result<readonly Conversation[]>> {
    const done: Conversation[] = [];
    for (let first = 0; first < conversations.length; first += MOST_AT_ONCE) {
      const some = conversations.slice(first, first + MOST_AT_ONCE);
      const conversationIds = some.map(({ id }) => id);
      const result = await this.#bridge.call('conversations.changeSeveral', { conversationIds, to });
      if (!result.ok) return result;
      const ids = new Set(result.value.conversationIds);
      done.push(...some.filter(({ id }) => ids.has(id)));
    }
    if (to.kind === 'remove') this.#drop(done.map(({ id }) => id));
    else for (const { id } of done) this.#changeHeld(id, to);
    return { ok: true, value: done };
  }

  async restore(conversationId: ConversationId): Promise<Result<Conversation>> {
    const result = await this.#bridge.call('conversations.restore', { conversationId });
    if (result.ok) this.#put(result.value);
    return result;
  }

  /** Deletes conversations and messages in the trash for good; `forgetRows` with their rows in frozen data sets. */
  async deleteForGood(
    { conversationIds, removalIds }: TrashTarget,
    { forgetRows }: { forgetRows: boolean },
  ): Promise<ErrorReport | null> {
    const most = Math.max(conversationIds.length, removalIds.length);
    for (let first = 0; first < most; first += MOST_DELETED_AT_ONCE) {
      const some = (ids: readonly string[]): string[] => ids.slice(first, first + MOST_DELETED_AT_ONCE);
      const gone = { conversationIds: some(conversationIds), removalIds: some(removalIds) };
      const result = await this.#bridge.call('trash.delete', forgetRows ? { ...gone, forgetRows } : gone);
      if (!result.ok) return result.error;
    }
    this.#drop(conversationIds);
    return removalIds.length > 0 ? this.trashedMessages.load() : null;
  }

  async emptyTrash({ forgetRows }: { forgetRows: boolean }): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('trash.empty', forgetRows ? { forgetRows } : {});
    if (!result.ok) return result.error;
    return this.view.kind === 'trash' ? this.load() : null;
  }

  #pagesOf(view: ListView): ConversationPages {
    switch (view.kind) {
      case 'all':
        return this.#ofList({ folderId: null }, ({ archived, folderId }) => !archived && folderId === null);
      case 'tag':
        return this.#ofList({ tagId: view.tagId }, ({ archived, tagIds }) => !archived && tagIds.includes(view.tagId));
      case 'archive':
        return this.#ofList({ archived: true }, ({ archived }) => archived);
      case 'trash':
        return new ConversationPages({
          read: (page) => this.#bridge.call('trash.list', page),
          holds: ({ deletedAt }) => deletedAt !== null,
          compare: (a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0),
        });
    }
  }

  #ofList(filter: ListFilter, holds: (conversation: Conversation) => boolean): ConversationPages {
    const archived = filter.archived ?? false;
    return new ConversationPages({
      read: (page) => this.#bridge.call('conversations.list', { ...filter, ...page }),
      holds: (conversation) =>
        !isTemporary(conversation.id) &&
        conversation.deletedAt === null &&
        conversation.archived === archived &&
        holds(conversation),
      compare: (a, b) => Number(b.pinned) - Number(a.pinned) || b.updatedAt - a.updatedAt,
    });
  }

  /** Changes the visible lists at once. Others change with the event, because a caller's copy may be old. */
  #changeHeld(id: ConversationId, to: Exclude<SeveralChange, { kind: 'remove' }>): void {
    const held = this.find(id);
    if (held) this.#put(changed(held, to));
  }

  #putAll(conversations: readonly Conversation[]): void {
    for (const conversation of conversations) this.#put(conversation);
  }

  #put(conversation: Conversation): void {
    for (const pages of [this.list, ...this.#inFolders.values()]) pages.put(conversation);
  }

  #drop(ids: readonly ConversationId[]): void {
    for (const pages of [this.list, ...this.#inFolders.values()]) pages.drop(ids);
  }

  #trashed(id: ConversationId): void {
    if (this.view.kind === 'trash') void this.load();
    else this.#drop([id]);
  }
}

/** The conversation after the change. */
function changed(conversation: Conversation, to: Exclude<SeveralChange, { kind: 'remove' }>): Conversation {
  switch (to.kind) {
    case 'restore':
      return { ...conversation, deletedAt: null };
    case 'archive':
      return { ...conversation, archived: to.archived };
    case 'move':
      return { ...conversation, folderId: to.folderId };
    case 'tag': {
      const others = conversation.tagIds.filter((id) => id !== to.tagId);
      return { ...conversation, tagIds: to.carried ? [...others, to.tagId] : others };
    }
  }
}

const NOTHING: ConversationSource = {
  read: () => Promise.resolve({ ok: true, value: { conversations: [], nextCursor: null } }),
  holds: () => false,
  compare: () => 0,
};
