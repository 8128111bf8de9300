import type { Bridge } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { BranchMessage } from '#contract/messages';
import type { ConversationId, MessageId } from '#contract/primitives';
import type { ChatState } from './chat.svelte.ts';
import type { DraftsState } from './drafts.svelte.ts';
import type { GenerationsState } from './generations.svelte.ts';

interface Removal {
  readonly removalId: string;
  readonly removedMessages: number;
  readonly conversationId: ConversationId;
}

/** What a user does to the messages that are there: going on with an answer, rewriting, removing, quoting. */
export class MessageActs {
  readonly #bridge: Bridge;
  readonly #chat: ChatState;
  readonly #generations: GenerationsState;
  readonly #drafts: DraftsState;
  /** The one message that is being rewritten in its place. */
  editingId = $state<MessageId | null>(null);
  /** What can be undone, the last one last. */
  #removals: readonly Removal[] = [];
  /** Whether something was written since the last removal. */
  #hasTyped = false;
  readonly #onRemoved: (removal: Removal) => void;
  /** Counts the wishes to write on in the composer. */
  composerFocusRequests = $state(0);

  constructor(parts: {
    bridge: Bridge;
    chat: ChatState;
    generations: GenerationsState;
    drafts: DraftsState;
    /** Tells of a removal, with a way back. */
    onRemoved: (removal: Removal) => void;
  }) {
    this.#bridge = parts.bridge;
    this.#chat = parts.chat;
    this.#generations = parts.generations;
    this.#drafts = parts.drafts;
    this.#onRemoved = parts.onRemoved;
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

  /** Moves a message and all that follows it to the trash. */
  async remove(message: BranchMessage): Promise<void> {
    const { conversationId } = this.#chat;
    if (conversationId === null || this.#chat.busy) return;
    const result = await this.#chat.during(
      conversationId,
      () => this.#bridge.call('messages.remove', { conversationId, messageId: message.id }),
      { begins: 'change', repeat: () => this.remove(message) },
    );
    if (!result.ok) return;
    const { open, removalId, removedMessages } = result.value;
    this.#chat.adopt(open);
    const removal = { removalId, removedMessages, conversationId };
    this.#removals = [...this.#removals, removal];
    this.#hasTyped = false;
    this.#onRemoved(removal);
  }

  /** Something was written, so a text field has that to take back. */
  typed(): void {
    this.#hasTyped = true;
  }

  get hasTyped(): boolean {
    return this.#hasTyped;
  }

  /** The last removal in the conversation that is open. */
  get undoable(): Removal | null {
    return this.#removals.findLast(({ conversationId }) => conversationId === this.#chat.conversationId) ?? null;
  }

  /** Brings back what was removed; what is back already stays. */
  async undo(removal: Removal): Promise<ErrorReport | null> {
    if (!this.#removals.includes(removal)) return null;
    this.#removals = this.#removals.filter((other) => other !== removal);
    const result = await this.#bridge.call('messages.restore', { removalId: removal.removalId });
    // It has come back from the trash, or left it.
    if (!result.ok) return result.error.code === 'removal-unknown' ? null : result.error;
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
