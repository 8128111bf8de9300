import type { ConversationId } from '#contract/primitives';
import type { Attachment, AttachmentsState } from './attachments.svelte.ts';
import type { ChatState } from './chat.svelte.ts';
import type { DraftsState } from './drafts.svelte.ts';

/** The content of the composer, and the message made of it. */
export interface ComposedMessage {
  /** The text as it was typed. */
  readonly text: string;
  readonly files: readonly Attachment[];
  /** Long files, of which later messages take other passages; they stay in the composer. */
  readonly kept: readonly Attachment[];
  readonly message: string;
}

/** Sends the composed message: it leaves the composer at once, and returns to its conversation when it is refused. */
export class Outbox {
  readonly #chat: ChatState;
  readonly #drafts: DraftsState;
  readonly #attachments: AttachmentsState;

  constructor(parts: { chat: ChatState; drafts: DraftsState; attachments: AttachmentsState }) {
    this.#chat = parts.chat;
    this.#drafts = parts.drafts;
    this.#attachments = parts.attachments;
  }

  /** @returns whether the core has taken it */
  async send(composed: ComposedMessage): Promise<boolean> {
    const from = this.#chat.conversationId;
    this.#drafts.set(from, '');
    this.#attachments.set(from, composed.kept);
    return this.#send(from, composed);
  }

  async #send(from: ConversationId | null, composed: ComposedMessage): Promise<boolean> {
    // Kept with the draft until the history has saved the message.
    this.#drafts.hold(from, composed.message);
    const { accepted, conversationId } = await this.#chat.send(composed.message, () => this.#repeat(composed));
    if (!accepted) {
      this.#drafts.giveBack(conversationId, composed.text);
      this.#attachments.set(conversationId, [...composed.files, ...this.#attachments.in(conversationId)]);
    }
    this.#drafts.release(from);
    if (conversationId !== null) this.#drafts.release(conversationId);
    return accepted;
  }

  /** Sends a refused message again, without text typed since. A message that is being edited is left to the user. */
  async #repeat(composed: ComposedMessage): Promise<void> {
    const from = this.#chat.conversationId;
    const rest = restBehind(composed.text, this.#drafts.get(from));
    const files = this.#attachments.in(from);
    if (rest === null || !composed.files.every((file) => files.includes(file))) return;
    this.#drafts.set(from, rest);
    this.#attachments.set(
      from,
      files.filter((file) => !composed.files.includes(file)),
    );
    await this.#send(from, composed);
  }
}

/** The text after `text`; null when the draft no longer begins with it. */
function restBehind(text: string, draft: string): string | null {
  if (text === '') return draft;
  if (draft === text) return '';
  return draft.startsWith(`${text}\n`) ? draft.slice(text.length + 1) : null;
}
