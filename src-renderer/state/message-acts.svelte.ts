import type { Bridge } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { BranchMessage, Thumb } from '#contract/messages';
import type { ConversationId, MessageId } from '#contract/primitives';
import { isTemporary } from '#contract/temporary-calls';
import type { ChatState } from './chat.svelte.ts';
import type { DraftsState } from './drafts.svelte.ts';
import { EditedTexts } from './edited-texts.svelte.ts';
import type { GenerationsState } from './generations.svelte.ts';

interface Removal {
  readonly removalId: string;
  readonly removedMessages: number;
  readonly conversationId: ConversationId;
}

/** The user's acts on existing messages: continuing, rewriting, removing, quoting. */
export class MessageActs {
  readonly #bridge: Bridge;
  readonly #chat: ChatState;
  readonly #generations: GenerationsState;
  readonly #drafts: DraftsState;
  /** The message that is being edited in its place. */
  editingId = $state<MessageId | null>(null);
  readonly edited = new EditedTexts();
  /** Removals that can be undone, the last one last. */
  #removals: readonly Removal[] = [];
  /** Whether something was typed since the last removal. */
  #hasTyped = false;
  readonly #onRemoved: (removal: Removal) => void;
  readonly #onFailed: (error: ErrorReport) => void;
  readonly #onGivenUp: (undo: () => void) => void;
  /** Counts requests to focus the composer. */
  composerFocusRequests = $state(0);

  constructor(parts: {
    bridge: Bridge;
    chat: ChatState;
    generations: GenerationsState;
    drafts: DraftsState;
    onFailed: (error: ErrorReport) => void;
    /** Reports a removal, with an undo. */
    onRemoved: (removal: Removal) => void;
    /** Reports that a changed text was given up, with an undo. */
    onGivenUp: (undo: () => void) => void;
  }) {
    this.#bridge = parts.bridge;
    this.#chat = parts.chat;
    this.#generations = parts.generations;
    this.#drafts = parts.drafts;
    this.#onRemoved = parts.onRemoved;
    this.#onFailed = parts.onFailed;
    this.#onGivenUp = parts.onGivenUp;
  }

  /** Continues an answer that was cut short. A refusal is shown at the composer. */
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
   * Sends the user's new version of an earlier message. The editor closes when its conversation is left; unsent text
   * becomes that conversation's draft.
   */
  async sendEdited(message: BranchMessage, text: string): Promise<void> {
    const repeat = (): Promise<void> => this.sendEdited(message, text);
    const { accepted, conversationId } = await this.#chat.sendEdited(message, text, repeat);
    if (accepted) this.#endEditing(message);
    else if (this.#chat.conversationId !== conversationId) {
      this.#drafts.giveBack(conversationId, text);
      this.edited.forget(message.id);
    }
  }

  /** Adds the user's version of an answer as its sibling. */
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

  /** Writes a version of an answer that begins with `text`, and lets the model continue it. */
  async continueFrom(message: BranchMessage, text: string): Promise<void> {
    await this.saveAnswer(message, text);
    const version = this.#chat.branch.at(-1);
    // A refusal is shown at the composer.
    if (version?.role === 'assistant' && version.text === text) await this.continue(version);
  }

  /** Sets a thumb on an answer of the open branch, the last one by default; the same thumb again takes it away. */
  async rate(messageId: MessageId | null, thumb: Thumb): Promise<void> {
    const answers = this.#chat.branch.filter(({ role, streaming }) => role === 'assistant' && !streaming);
    const answer = answers.findLast(({ id }) => messageId === null || id === messageId);
    if (!answer || isTemporary(answer.conversationId)) return;
    const result = await this.#bridge.call('answers.rate', {
      messageId: answer.id,
      thumb: answer.thumb === thumb ? null : thumb,
    });
    if (!result.ok) this.#onFailed(result.error);
  }

  /** Sets or removes the bookmark of a message of the open branch, the last one by default. */
  async bookmark(messageId: MessageId | null): Promise<void> {
    const message = this.#chat.branch.findLast(({ id }) => messageId === null || id === messageId);
    if (!message || isTemporary(message.conversationId)) return;
    const bookmarked = message.bookmarkedAt === undefined;
    const result = await this.#bridge.call('bookmarks.set', { messageId: message.id, bookmarked });
    if (!result.ok) this.#onFailed(result.error);
  }

  /** Moves a message and everything after it to the trash. */
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

  /** Something was typed, so undo belongs to the text field. */
  typed(): void {
    this.#hasTyped = true;
  }

  get hasTyped(): boolean {
    return this.#hasTyped;
  }

  /** The last removal in the open conversation. */
  get undoable(): Removal | null {
    return this.#removals.findLast(({ conversationId }) => conversationId === this.#chat.conversationId) ?? null;
  }

  /** Restores removed messages; messages that are back already stay. */
  async undo(removal: Removal): Promise<ErrorReport | null> {
    if (!this.#removals.includes(removal)) return null;
    this.#removals = this.#removals.filter((other) => other !== removal);
    const result = await this.#bridge.call('messages.restore', { removalId: removal.removalId });
    // It was restored from the trash already, or deleted.
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

  /** Closes the editor without sending. */
  giveUpEditing({ id, text }: BranchMessage): void {
    const typed = this.edited.of(id);
    this.editingId = null;
    if (typed === null) return;
    this.edited.forget(id);
    this.#onGivenUp(() => {
      this.edited.keep({ id, text }, typed);
      this.editingId = id;
    });
  }

  #endEditing({ id }: BranchMessage): void {
    this.edited.forget(id);
    if (this.editingId === id) this.editingId = null;
  }
}
