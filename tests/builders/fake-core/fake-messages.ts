import type { OpenConversation } from '#contract/conversations';
import { SarviError } from '#contract/errors';
import type { BranchMessage, Message } from '#contract/messages';
import type { MessageId } from '#contract/primitives';
import { buildMessage } from '../contract-values.ts';
import type { FakeConversations } from './fake-conversations.ts';
import type { FakeClock, FakeCore, FakeHandlers } from './fake-core.ts';

interface Removal {
  /** The topmost first. */
  readonly removed: readonly Message[];
  /** The end of the open branch, if it was among them. */
  readonly leafId: MessageId | null;
  readonly removedAt: number;
}

/** Messages as trees with an open branch, and the messages in the trash. */
export class FakeMessages {
  readonly #clock: FakeClock;
  readonly #conversations: FakeConversations;
  readonly #messages = new Map<MessageId, Message>();
  /** Of each message its place in the order of writing, which it has again when it comes back. */
  readonly #places = new Map<MessageId, number>();
  readonly #removals = new Map<string, Removal>();
  readonly #activeLeaf = new Map<string, MessageId | null>();
  /** The most messages in one answer, as if they were long. */
  most = Infinity;

  constructor(clock: FakeClock, core: FakeCore, conversations: FakeConversations) {
    this.#clock = clock;
    this.#conversations = conversations;
    for (const message of core.messages ?? []) this.keep(message);
  }

  /** In the order of writing. */
  get all(): readonly Message[] {
    return [...this.#messages.values()].sort((a, b) => this.#placeOf(a) - this.#placeOf(b));
  }

  find(id: MessageId | null | undefined): Message | undefined {
    return this.#messages.get(id ?? '');
  }

  add(fields: Partial<Message>): Message {
    const message = buildMessage({ id: this.#clock.id('m'), createdAt: Date.now(), ...fields });
    this.keep(message);
    return message;
  }

  /** Keeps a message and makes it the end of the open branch. */
  keep(message: Message): void {
    if (!this.#places.has(message.id)) this.#places.set(message.id, this.#places.size);
    this.#messages.set(message.id, message);
    this.#activeLeaf.set(message.conversationId, message.id);
  }

  /** Keeps the new form of a message, on any branch. */
  change(message: Message): void {
    this.#messages.set(message.id, message);
  }

  openBranch(conversationId: string): readonly Message[] {
    return this.#branch(this.#activeLeaf.get(conversationId));
  }

  readonly handlers: FakeHandlers = {
    'conversations.open': ({ conversationId, messageId, limit }) => this.#open(conversationId, messageId, limit),
    'conversations.page': ({ leafId, from, limit: wanted = Infinity }) => {
      const limit = Math.min(wanted, this.most);
      const branch = this.#branch(leafId);
      const index = branch.findIndex(({ id }) => id === from.messageId);
      const start = from.side === 'before' ? Math.max(0, index - limit) : index + 1;
      const end = from.side === 'before' ? index : Math.min(branch.length, index + 1 + limit);
      return { messages: branch.slice(start, end), earlierCount: start, laterCount: branch.length - end };
    },
    'conversations.selectBranch': ({ conversationId, messageId, limit }) => {
      this.#conversations.get(conversationId);
      this.#activeLeaf.set(conversationId, this.#newestLeaf(this.#get(conversationId, messageId).id));
      return this.#open(conversationId, messageId, limit);
    },
    'conversations.markdown': ({ conversationId }) => ({
      text: this.#branch(this.#activeLeaf.get(conversationId))
        .map(({ role, text }) => `## ${role}\n\n${text}\n`)
        .join('\n'),
    }),
    'messages.remove': ({ conversationId, messageId }) => {
      const conversation = this.#conversations.get(conversationId);
      const message = this.#get(conversationId, messageId);
      const removed = this.#below(message);
      for (const one of removed) this.#messages.delete(one.id);
      const leafId = removed.find(({ id }) => id === this.#activeLeaf.get(conversationId))?.id ?? null;
      if (leafId !== null) {
        const sibling = this.#childrenOf(message.parentId, conversationId).at(-1);
        this.#activeLeaf.set(conversationId, sibling ? this.#newestLeaf(sibling.id) : message.parentId);
      }
      const removalId = this.#clock.id('removal');
      this.#removals.set(removalId, { removed, leafId, removedAt: Date.now() });
      this.#conversations.put(conversation);
      this.#clock.emit('trash.changed', { kind: 'messages' });
      return { removalId, removedMessages: removed.length, open: this.#open(conversationId, undefined, 60) };
    },
    'messages.restore': ({ removalId }) => {
      const [first] = this.#removals.get(removalId)?.removed ?? [];
      const conversation = this.#conversations.find(first?.conversationId ?? '');
      if (!first || !conversation) throw new SarviError('removal-unknown', { removalId });
      this.#putBack(removalId);
      this.#conversations.put(conversation);
      this.#clock.emit('trash.changed', { kind: 'messages' });
      return this.#open(conversation.id, undefined, 60);
    },
    'trash.messages': () => ({
      removals: [...this.#removals].reverse().flatMap(([id, { removed, removedAt }]) => {
        const [first] = removed;
        const conversation = this.#conversations.find(first?.conversationId ?? '');
        if (!first || !conversation) return [];
        const { id: conversationId, title: conversationTitle } = conversation;
        const excerpt = first.text.slice(0, 120);
        return [{ id, conversationId, conversationTitle, messages: removed.length, excerpt, removedAt }];
      }),
      nextCursor: null,
    }),
    'trash.delete': ({ conversationIds = [], removalIds = [] }) => {
      const messages = removalIds.filter((id) => this.#deleteRemoval(id)).length;
      if (messages > 0) this.#clock.emit('trash.changed', { kind: 'messages' });
      return { deleted: this.#conversations.deleteForGood(conversationIds) + messages };
    },
    // It has no frozen data sets.
    'datasets.countFrozen': () => ({ rows: 0 }),
    'trash.empty': () => {
      const removals = this.#removals.size;
      this.#removals.clear();
      if (removals > 0) this.#clock.emit('trash.changed', { kind: 'messages' });
      return { deleted: this.#conversations.emptyTrash() + removals };
    },
  };

  #placeOf({ id }: Message): number {
    return this.#places.get(id) ?? 0;
  }

  #get(conversationId: string, messageId: MessageId): Message {
    const message = this.find(messageId);
    if (message?.conversationId !== conversationId) throw new SarviError('message-unknown', { messageId });
    return message;
  }

  #childrenOf(parentId: MessageId | null, conversationId: string): Message[] {
    return this.all.filter((one) => one.parentId === parentId && one.conversationId === conversationId);
  }

  /** A message and all that follow it, in the order of writing. */
  #below(message: Message): Message[] {
    const ids = new Set([message.id]);
    return this.all.filter(({ id, parentId }) => {
      if (parentId !== null && ids.has(parentId)) ids.add(id);
      return ids.has(id);
    });
  }

  #newestLeaf(messageId: MessageId): MessageId {
    const message = this.find(messageId);
    return (message && this.#below(message).at(-1)?.id) ?? messageId;
  }

  /** Puts back a removal, and first the removal of what it followed. */
  #putBack(removalId: string): void {
    const removal = this.#removals.get(removalId);
    const [first] = removal?.removed ?? [];
    if (!removal || !first) return;
    if (first.parentId !== null && !this.#messages.has(first.parentId)) {
      const above = [...this.#removals].find(([, { removed }]) => removed.some(({ id }) => id === first.parentId));
      if (!above) throw new SarviError('message-unknown', { messageId: first.parentId });
      this.#putBack(above[0]);
    }
    for (const message of removal.removed) this.#messages.set(message.id, message);
    this.#removals.delete(removalId);
    this.#activeLeaf.set(first.conversationId, removal.leafId ?? this.#newestLeaf(first.id));
  }

  /** Deletes a removal with those that followed it, which could not come back without it. */
  #deleteRemoval(removalId: string): boolean {
    const removal = this.#removals.get(removalId);
    if (!removal) return false;
    this.#removals.delete(removalId);
    for (const [id, { removed }] of [...this.#removals]) {
      if (removal.removed.some((message) => message.id === removed[0]?.parentId)) this.#deleteRemoval(id);
    }
    return true;
  }

  #open(conversationId: string, messageId?: MessageId, wanted = Infinity): OpenConversation {
    const limit = Math.min(wanted, this.most);
    const conversation = this.#conversations.get(conversationId);
    let branch = this.#branch(this.#activeLeaf.get(conversationId));
    if (messageId !== undefined && !branch.some(({ id }) => id === messageId)) {
      branch = this.#branch(this.#newestLeaf(this.#get(conversationId, messageId).id));
    }
    const index = branch.findIndex(({ id }) => id === messageId);
    const middle = index < 0 ? branch.length : index - Math.floor(limit / 2);
    const start = limit === Infinity ? 0 : Math.max(0, Math.min(middle, branch.length - limit));
    const shown = branch.slice(start, start + limit);
    const leafId = branch.at(-1)?.id ?? null;
    const laterCount = branch.length - start - shown.length;
    return { conversation, leafId, branch: shown, earlierCount: start, laterCount };
  }

  #branch(leafId: MessageId | null | undefined): BranchMessage[] {
    const branch: BranchMessage[] = [];
    const siblings = Map.groupBy(this.all, ({ conversationId, parentId }) => `${conversationId} ${parentId}`);
    let message = this.find(leafId);
    while (message) {
      const { parentId, conversationId } = message;
      const siblingIds = siblings.get(`${conversationId} ${parentId}`)?.map(({ id }) => id) ?? [];
      branch.push({ ...message, siblingIds });
      message = this.find(parentId);
    }
    return branch.reverse();
  }
}
