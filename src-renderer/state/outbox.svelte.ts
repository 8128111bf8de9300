import type { ConversationId } from '#contract/primitives';
import type { Attachment, AttachmentsState } from './attachments.svelte.ts';
import type { ChatState } from './chat.svelte.ts';
import type { DraftsState } from './drafts.svelte.ts';

/** What the composer holds, and the message that it makes. */
export interface ComposedMessage {
  /** As it was typed. */
  readonly text: string;
  readonly files: readonly Attachment[];
  readonly message: string;
}

/** Sends what was composed: it leaves the composer at once, and comes back to its own conversation if it is refused. */
export class Outbox {
  readonly #chat: ChatState;
  readonly #drafts: DraftsState;
  readonly #attachments: AttachmentsState;

  constructor(parts: { chat: ChatState; drafts: DraftsState; attachments: AttachmentsState }) {
    this.#chat = parts.chat;
    this.#drafts = parts.drafts;
    this.#attachments = parts.attachments;
  }

  async send(composed: ComposedMessage): Promise<void> {
    const from = this.#chat.conversationId;
    this.#drafts.set(from, '');
    this.#attachments.set(from, []);
    await this.#send(from, composed);
  }

  async #send(from: ConversationId | null, composed: ComposedMessage): Promise<void> {
    // Kept with the draft until the history has it as a message.
    this.#drafts.hold(from, composed.message);
    const { accepted, conversationId } = await this.#chat.send(composed.message, () => this.#repeat(composed));
    if (!accepted) {
      this.#drafts.giveBack(conversationId, composed.text);
      this.#attachments.set(conversationId, [...composed.files, ...this.#attachments.in(conversationId)]);
    }
    this.#drafts.release(from);
    if (conversationId !== null) this.#drafts.release(conversationId);
  }

  /** Sends again what was refused, without what was written since. One that is being rewritten is the user's to send. */
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

/** What was written behind `text`; null when it is no longer there as it was. */
function restBehind(text: string, draft: string): string | null {
  if (text === '') return draft;
  if (draft === text) return '';
  return draft.startsWith(`${text}\n`) ? draft.slice(text.length + 1) : null;
}
