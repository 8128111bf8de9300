import type { Bridge } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { BranchMessage, MessageId } from '#contract/vocabulary';
import type { ChatState } from './chat.svelte.ts';
import type { GenerationsState } from './generations.svelte.ts';

export interface Removal {
  readonly removalId: string;
  readonly removedMessages: number;
}

/** What a user does to the messages that are there: going on with an answer, rewriting, removing, quoting. */
export class MessageActs {
  readonly #bridge: Bridge;
  readonly #chat: ChatState;
  readonly #generations: GenerationsState;
  /** The one message that is being rewritten in its place. */
  editingId = $state<MessageId | null>(null);
  /** Counts the wishes to write on in the composer. */
  composerWishes = $state(0);

  constructor(bridge: Bridge, chat: ChatState, generations: GenerationsState) {
    this.#bridge = bridge;
    this.#chat = chat;
    this.#generations = generations;
  }

  /** Lets an answer that was cut short go on. Why it cannot is told at the composer. */
  async continue({ id }: BranchMessage): Promise<void> {
    const { conversationId } = this.#chat;
    if (conversationId === null || this.#chat.busy) return;
    const result = await this.#chat.during(conversationId, () =>
      this.#bridge.call('chat.continue', { conversationId, messageId: id }),
    );
    if (!result.ok) return;
    const { assistantMessage, generationId } = result.value;
    this.#generations.begin(assistantMessage, generationId);
    this.#chat.replace(this.#generations.endedMessage(generationId) ?? assistantMessage);
  }

  /** Puts what the user made of an answer beside it. @returns whether it was taken */
  async saveAnswer({ id }: BranchMessage, text: string): Promise<boolean> {
    const { conversationId } = this.#chat;
    if (conversationId === null || this.#chat.busy) return false;
    const result = await this.#chat.during(conversationId, () =>
      this.#bridge.call('chat.editAnswer', { conversationId, messageId: id, text }),
    );
    if (result.ok && this.#chat.conversationId === conversationId) await this.#chat.reload(result.value.message.id);
    return result.ok;
  }

  /** Removes a message and all that follows it; null when that was refused. */
  async remove({ id }: BranchMessage): Promise<Removal | null> {
    const { conversationId } = this.#chat;
    if (conversationId === null || this.#chat.busy) return null;
    const result = await this.#chat.during(conversationId, () =>
      this.#bridge.call('messages.remove', { conversationId, messageId: id }),
    );
    if (!result.ok) return null;
    const { open, ...removal } = result.value;
    this.#chat.adopt(open);
    return removal;
  }

  async undo({ removalId }: Removal): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('messages.restore', { removalId });
    if (!result.ok) return result.error;
    this.#chat.adopt(result.value);
    return null;
  }

  /** Opens the editor of the user's last message. @returns whether there is one */
  editLast(): boolean {
    const last = this.#chat.branch.findLast(({ role }) => role === 'user');
    if (!last || this.#chat.busy) return false;
    this.editingId = last.id;
    return true;
  }
}
