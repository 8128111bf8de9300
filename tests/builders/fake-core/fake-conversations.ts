import type { CallInput } from '#contract/contract';
import type { Conversation } from '#contract/conversations';
import { SarviError } from '#contract/errors';
import { beginningOf } from '#contract/presets';
import { isTemporary, QUICK_PREFIX, TEMPORARY_PREFIX } from '#contract/temporary-calls';
import type { FakeClock, FakeCore, FakeHandlers } from './fake-core.ts';
import type { FakeFolders } from './fake-folders.ts';
import type { FakeLibrary } from './fake-library.ts';
import type { FakeSettings } from './fake-settings.ts';

export interface FakeConversationsParts {
  readonly clock: FakeClock;
  readonly core: FakeCore;
  readonly folders: FakeFolders;
  readonly library: FakeLibrary;
  readonly settings: FakeSettings;
}

type SeveralChange = CallInput<'conversations.changeSeveral'>['to'];

/** Conversations, the trash of whole conversations, and drafts. */
export class FakeConversations {
  readonly #parts: FakeConversationsParts;
  /** Oldest first; those in the trash too. */
  readonly #all = new Map<string, Conversation>();
  readonly #drafts = new Map<string | null, string>();
  /** Kept between pages: a test may have a hundred thousand. */
  #inOrder: Conversation[] | null = null;

  constructor(parts: FakeConversationsParts) {
    this.#parts = parts;
    for (const conversation of (parts.core.conversations ?? []).toReversed()) {
      this.#all.set(conversation.id, conversation);
    }
  }

  /** Without those in the trash; the one that was written to last first. */
  get listed(): readonly Conversation[] {
    this.#inOrder ??= [...this.#all.values()]
      .filter(({ id, deletedAt }) => deletedAt === null && !isTemporary(id))
      .reverse()
      .sort((a, b) => Number(b.pinned) - Number(a.pinned) || b.updatedAt - a.updatedAt);
    return this.#inOrder;
  }

  find(id: string): Conversation | undefined {
    const conversation = this.#all.get(id);
    return conversation?.deletedAt === null ? conversation : undefined;
  }

  /** @throws SarviError `conversation-unknown`, also for one in the trash */
  get(id: string): Conversation {
    const conversation = this.find(id);
    if (!conversation) throw new SarviError('conversation-unknown', { conversationId: id });
    return conversation;
  }

  put(conversation: Conversation): Conversation {
    this.#set(conversation);
    this.#parts.clock.emit('conversation.changed', { kind: 'changed', conversation });
    return conversation;
  }

  clear(): void {
    this.#all.clear();
    this.#inOrder = null;
  }

  draftOf(conversationId: string): string | undefined {
    return this.#drafts.get(conversationId);
  }

  /** Answers how many of them were in the trash. */
  deleteForGood(ids: readonly string[]): number {
    const gone = ids.filter((id) => this.#trashed.some((conversation) => conversation.id === id));
    for (const id of gone) this.#all.delete(id);
    if (gone.length > 0) this.#parts.clock.emit('conversation.changed', { kind: 'deleted', conversationIds: gone });
    return gone.length;
  }

  emptyTrash(): number {
    return this.deleteForGood(this.#trashed.map(({ id }) => id));
  }

  readonly handlers: FakeHandlers = {
    'conversations.list': ({ limit, cursor = '0', archived = false, folderId, tagId }) => {
      const { folders } = this.#parts;
      if (folderId !== undefined && folderId !== null) folders.folder(folderId);
      if (tagId !== undefined) folders.tag(tagId);
      const listed = this.listed.filter(
        (conversation) =>
          conversation.archived === archived &&
          (folderId === undefined || conversation.folderId === folderId) &&
          (tagId === undefined || conversation.tagIds.includes(tagId)),
      );
      return pageOf(listed, limit, cursor);
    },
    'temporary.list': () => ({ conversations: [...this.#all.values()].filter(({ id }) => isTemporary(id)) }),
    'temporary.keep': ({ conversationId }) => {
      const { clock } = this.#parts;
      const kept = { ...this.get(conversationId), id: clock.id('c') };
      this.#forgetTemporary(conversationId);
      return this.put(kept);
    },
    'temporary.discard': ({ conversationId }) => {
      this.get(conversationId);
      this.#forgetTemporary(conversationId);
      return null;
    },
    'conversations.create': ({ modelId = null, systemPrompt, temporary, folderId = null }) => {
      const { clock, library, settings } = this.#parts;
      const now = Date.now();
      const beginning =
        systemPrompt === undefined ? beginningOf(settings.current, modelId) : { systemPrompt, sampling: {} };
      return this.put({
        id: `${temporary === 'quick' ? QUICK_PREFIX : temporary ? TEMPORARY_PREFIX : ''}${clock.id('c')}`,
        title: '',
        ...beginning,
        modelId,
        modelName: library.models.find(({ id }) => id === modelId)?.name ?? null,
        adapters: [],
        pinned: false,
        archived: false,
        folderId,
        tagIds: [],
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
      });
    },
    'conversations.update': ({ conversationId, adapters, ...change }) => this.#update(conversationId, change, adapters),
    'conversations.remove': ({ conversationId }) => this.#changeOne(conversationId, { kind: 'remove' }),
    'conversations.restore': ({ conversationId }) => this.#restore(conversationId),
    'conversations.changeSeveral': ({ conversationIds, to }) => {
      const from = to.kind === 'restore' ? this.#trashed : this.listed;
      const ids = [...new Set(conversationIds)].filter((id) => from.some((conversation) => conversation.id === id));
      for (const id of ids) this.#changeOne(id, to);
      return { conversationIds: ids };
    },
    'folders.remove': ({ folderId }) => {
      this.#parts.folders.removeFolder(folderId);
      return this.#changeSilently((old) => (old.folderId === folderId ? { ...old, folderId: null } : old));
    },
    'tags.remove': ({ tagId }) => {
      this.#parts.folders.removeTag(tagId);
      return this.#changeSilently((old) =>
        old.tagIds.includes(tagId) ? { ...old, tagIds: old.tagIds.filter((id) => id !== tagId) } : old,
      );
    },
    'trash.list': ({ limit, cursor = '0' }) =>
      pageOf(
        this.#trashed.toReversed().sort((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0)),
        limit,
        cursor,
      ),
    'drafts.list': () =>
      [...this.#drafts]
        .filter(([id]) => id === null || this.find(id) !== undefined)
        .map(([conversationId, text]) => ({ conversationId, text })),
    'drafts.put': ({ conversationId, text, from }) => {
      if (conversationId !== null) this.get(conversationId);
      this.#drafts.delete(conversationId);
      if (text !== '') this.#drafts.set(conversationId, text);
      this.#parts.clock.emit('draft.changed', { conversationId, text, from: from ?? null });
      return null;
    },
  };

  get #trashed(): Conversation[] {
    return [...this.#all.values()].filter(({ deletedAt }) => deletedAt !== null);
  }

  #forgetTemporary(id: string): void {
    this.#all.delete(id);
    this.#drafts.delete(id);
    this.#parts.clock.emit('temporary.gone', { conversationIds: [id] });
  }

  #set(conversation: Conversation): void {
    this.#all.set(conversation.id, conversation);
    this.#inOrder = null;
  }

  /** Changes conversations without an event for each; the lists are read again when something changed. */
  #changeSilently(change: (old: Conversation) => Conversation): null {
    const changed = [...this.#all.values()].filter((old) => change(old) !== old);
    for (const old of changed) this.#set(change(old));
    if (changed.length > 0) this.#parts.clock.emit('conversation.changed', { kind: 'many' });
    return null;
  }

  #update(
    id: string,
    { tagIds, withoutFolder, ...change }: Omit<CallInput<'conversations.update'>, 'conversationId' | 'adapters'>,
    adapters?: CallInput<'conversations.update'>['adapters'],
  ): Conversation {
    const { folders, library } = this.#parts;
    const { withoutFolder: former = false, ...old } = this.get(id);
    if (typeof change.folderId === 'string') folders.folder(change.folderId);
    const known = [...library.adapters.map((one) => ({ adapterId: one.id, name: one.name })), ...old.adapters];
    const named = adapters?.map(({ adapterId, scale = 1 }) => {
      return { adapterId, scale, name: known.find((one) => one.adapterId === adapterId)?.name ?? '' };
    });
    return this.put({
      ...old,
      ...change,
      ...((withoutFolder ?? former) ? { withoutFolder: true } : {}),
      ...(tagIds ? { tagIds: folders.tagIds(tagIds) } : {}),
      ...(named ? { adapters: named } : {}),
    } as Conversation);
  }

  #changeOne(id: string, to: SeveralChange): null {
    switch (to.kind) {
      case 'restore':
        this.#restore(id);
        break;
      case 'remove':
        this.#set({ ...this.get(id), deletedAt: Date.now() });
        this.#parts.clock.emit('conversation.changed', { kind: 'removed', conversationId: id });
        break;
      case 'archive':
        this.#update(id, { archived: to.archived });
        break;
      case 'move':
        this.#update(id, { folderId: to.folderId });
        break;
      case 'tag': {
        const others = this.get(id).tagIds.filter((tagId) => tagId !== to.tagId);
        this.#update(id, { tagIds: to.carried ? [...others, to.tagId] : others });
      }
    }
    return null;
  }

  #restore(id: string): Conversation {
    const conversation = this.#all.get(id);
    if (!conversation) throw new SarviError('conversation-unknown', { conversationId: id });
    return this.put({ ...conversation, deletedAt: null });
  }
}

function pageOf(
  conversations: readonly Conversation[],
  limit: number,
  cursor: string,
): { conversations: Conversation[]; nextCursor: string | null } {
  const start = Number(cursor);
  const end = start + limit;
  return {
    conversations: conversations.slice(start, end),
    nextCursor: end < conversations.length ? String(end) : null,
  };
}
