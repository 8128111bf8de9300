import type { Bridge } from '#contract/contract';
import type { Conversation, OpenConversation } from '#contract/conversations';
import type { ErrorReport } from '#contract/errors';
import type { BranchMessage } from '#contract/messages';
import type { ConversationId, MessageId } from '#contract/primitives';
import { LoadedBranch } from './loaded-branch.svelte.ts';
import { FRESH } from './new-conversation.ts';
import type { NewConversation } from './new-conversation.ts';

/** The open place: a conversation with the loaded part of its branch, or the new chat. */
export class OpenPlace {
  readonly #bridge: Bridge;
  readonly loaded: LoadedBranch;
  conversationId = $state<ConversationId | null>(null);
  conversation = $state.raw<Conversation | null>(null);
  /** The options of the new chat. */
  fresh = $state.raw<NewConversation>(FRESH);
  loading = $state(false);
  loadError = $state.raw<ErrorReport | null>(null);
  /** Counts the opened places; a new chat has no other name. */
  visit = $state(0);
  readonly name = $derived(this.conversationId ?? `new chat ${this.visit}`);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    this.loaded = new LoadedBranch(bridge);
  }

  /** Opens a conversation, or with null the new chat. A message on another branch opens that branch. */
  async go(conversationId: ConversationId | null, messageId: MessageId | null): Promise<void> {
    if (conversationId !== this.conversationId) this.#clear(conversationId);
    if (conversationId === null) return;
    const isLoaded = messageId === null || this.loaded.messages.some(({ id }) => id === messageId);
    if (this.conversation && isLoaded) return;
    await this.reload(messageId);
  }

  /** Reads the end of the open branch again, or the messages around one, on any branch. */
  async reload(messageId: MessageId | null = null): Promise<void> {
    const conversationId = this.conversationId;
    if (conversationId === null) return;
    this.loading = true;
    const around = messageId === null ? {} : { messageId };
    const result = await this.#bridge.call('conversations.open', { conversationId, ...around });
    if (this.conversationId !== conversationId) return;
    this.loading = false;
    this.loadError = result.ok ? null : result.error;
    if (result.ok) this.show(result.value);
  }

  show(open: OpenConversation): void {
    this.conversation = open.conversation;
    this.loaded.show(open);
  }

  /**
   * Adds messages below one of the branch. If another window has added something before them, reads the branch again.
   */
  async add(parentId: MessageId | null, added: readonly BranchMessage[]): Promise<void> {
    if (parentId !== null && !this.loaded.messages.some(({ id }) => id === parentId)) await this.reload();
    else this.loaded.endWith(parentId, added);
  }

  /** The new chat has become this conversation, and the user has stayed. */
  become(conversation: Conversation): void {
    this.conversationId = conversation.id;
    this.conversation = conversation;
  }

  /** Whether the user has been elsewhere since. A conversation to which the user has returned is read again. */
  async leftSince(visit: number, conversationId: ConversationId): Promise<boolean> {
    if (this.visit === visit) return false;
    if (this.conversationId === conversationId) await this.reload();
    return true;
  }

  #clear(conversationId: ConversationId | null): void {
    this.visit += 1;
    this.conversationId = conversationId;
    this.conversation = null;
    this.loaded.clear();
    this.fresh = FRESH;
    this.loading = false;
    this.loadError = null;
  }
}
