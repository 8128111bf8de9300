import type { Bridge, Result } from '#contract/contract';
import type { Conversation } from '#contract/conversations';
import type { ErrorReport } from '#contract/errors';
import type { ConversationId } from '#contract/primitives';
import { isOfQuickWindow, isTemporary } from '#contract/temporary-calls';
import { tuneConversation, tuningOf, type NewConversation } from './new-conversation.ts';

/** The temporary conversations, which are in no list of the history; those of the quick window are seen there alone. */
export class TemporaryState {
  readonly #bridge: Bridge;
  /** In the order of their beginning. */
  all = $state.raw<readonly Conversation[]>([]);
  /** With a message, which gives a conversation its title. */
  readonly begun = $derived(this.all.filter(({ title }) => title !== ''));

  constructor(bridge: Bridge, onGone: (conversationIds: readonly ConversationId[]) => void) {
    this.#bridge = bridge;
    bridge.listen('conversation.changed', (change) => {
      if (change.kind === 'changed' && isTemporary(change.conversation.id)) this.#put(change.conversation);
    });
    bridge.listen('temporary.gone', ({ conversationIds }) => {
      this.all = this.all.filter(({ id }) => !conversationIds.includes(id));
      onGone(conversationIds);
    });
  }

  async load(): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('temporary.list', {});
    if (!result.ok) return result.error;
    this.all = result.value.conversations.filter(({ id }) => !isOfQuickWindow(id));
    return null;
  }

  async begin(options: NewConversation): Promise<Result<Conversation>> {
    const { modelId, systemPrompt } = options;
    const created = await this.#bridge.call('conversations.create', {
      temporary: true,
      ...(modelId === null ? {} : { modelId }),
      ...(systemPrompt === null ? {} : { systemPrompt }),
    });
    const tuning = tuningOf(options);
    if (!created.ok || tuning === null) return created;
    return tuneConversation(this.#bridge, created.value.id, tuning);
  }

  keep(conversationId: ConversationId): Promise<Result<Conversation>> {
    return this.#bridge.call('temporary.keep', { conversationId });
  }

  async discard(conversationId: ConversationId): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('temporary.discard', { conversationId });
    return result.ok ? null : result.error;
  }

  #put(conversation: Conversation): void {
    if (isOfQuickWindow(conversation.id)) return;
    const others = this.all.filter(({ id }) => id !== conversation.id);
    this.all = [...others, conversation].sort((a, b) => a.createdAt - b.createdAt);
  }
}
