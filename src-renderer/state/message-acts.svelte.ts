import type { Bridge } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { BranchMessage, MessageId } from '#contract/vocabulary';
import type { ChatState } from './chat.svelte.ts';
import type { DraftsState } from './drafts.svelte.ts';
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
  readonly #drafts: DraftsState;
  /** The one message that is being rewritten in its place. */
  editingId = $state<MessageId | null>(null);
  /** Counts the wishes to write on in the composer. */
  composerWishes = $state(0);

  constructor(parts: { bridge: Bridge; chat: ChatState; generations: GenerationsState; drafts: DraftsState }) {
    this.#bridge = parts.bridge;
    this.#chat = parts.chat;
    this.#generations = parts.generations;
    this.#drafts = parts.drafts;
  }

  /** Lets an answer that was cut short go on. Why it cannot is told at the composer. */
  async continue(message: BranchMessage): Promise<void> {
    const { conversationId } = this.#chat;
    if (conversationId === null || this.#chat.busy) return;
    const result = await this.#chat.during(
      conversationId,
      () => this.#bridge.call('chat.continue', { conversationId, messageId: message.id }),
      { begins: 'answer', repeat: () => this.continue(message) },
    );
    if (!result.ok) return;
    const { assistantMessage, generationId } = result.value;
    this.#chat.began(assistantMessage, generationId);
    this.#chat.replace(this.#generations.endedMessage(generationId) ?? assistantMessage);
  }

  /**
   * Sends what the user made of an earlier message. An editor goes when its conversation is left; what it could not send
   * is then that conversation's draft.
   */
  async sendEdited(message: BranchMessage, text: string): Promise<void> {
    const repeat = (): Promise<void> => this.sendEdited(message, text);
    const { accepted, conversationId } = await this.#chat.sendEdited(message, text, repeat);
    if (accepted) this.#endEditing(message);
    else if (this.#chat.conversationId !== conversationId) this.#drafts.giveBack(conversationId, text);
  }

  /** Puts what the user made of an answer beside it. */
  async saveAnswer(message: BranchMessage, text: string): Promise<void> {
    const { conversationId } = this.#chat;
    if (conversationId === null || this.#chat.busy) return;
    const result = await this.#chat.during(
      conversationId,
      () => this.#bridge.call('chat.editAnswer', { conversationId, messageId: message.id, text }),
      { begins: 'change', repeat: () => this.saveAnswer(message, text) },
    );
    if (!result.ok) return;
    if (this.#chat.conversationId === conversationId) await this.#chat.reload(result.value.message.id);
    this.#endEditing(message);
  }

  /** Removes a message and all that follows it; null when that was refused. */
  async remove(message: BranchMessage): Promise<Removal | null> {
    const { conversationId } = this.#chat;
    if (conversationId === null || this.#chat.busy) return null;
    const result = await this.#chat.during(
      conversationId,
      () => this.#bridge.call('messages.remove', { conversationId, messageId: message.id }),
      { begins: 'change', repeat: () => this.remove(message) },
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

  #endEditing({ id }: BranchMessage): void {
    if (this.editingId === id) this.editingId = null;
  }
}
