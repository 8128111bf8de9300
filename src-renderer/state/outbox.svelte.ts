import type { ErrorCode, ErrorReport } from '#contract/errors';
import type { ConversationId } from '#contract/primitives';
import type { Attachment, AttachmentsState } from './attachments.svelte.ts';
import type { ChatState } from './chat.svelte.ts';
import type { DraftsState } from './drafts.svelte.ts';
import type { GenerationsState } from './generations.svelte.ts';
import type { LongFilesState } from './long-files.svelte.ts';

interface OutboxParts {
  readonly chat: ChatState;
  readonly drafts: DraftsState;
  readonly attachments: AttachmentsState;
  readonly longFiles: LongFilesState;
  readonly generations: GenerationsState;
}

/** The content of the composer, and the message made of it. */
export interface ComposedMessage {
  /** The text as it was typed. */
  readonly text: string;
  readonly files: readonly Attachment[];
  /** Long files, of which later messages take other passages; they stay in the composer. */
  readonly kept: readonly Attachment[];
  readonly message: string;
}

/** Errors of an answer that never began because the message was too long for the window. */
const TOO_LONG: ReadonlySet<string> = new Set<ErrorCode>(['prompt-too-long', 'folder-too-long']);

/**
 * Sends the composed message: it leaves the composer at once, and returns to its conversation when it is refused. With
 * files it also returns when the model had no room for it.
 */
export class Outbox {
  readonly #chat: ChatState;
  readonly #drafts: DraftsState;
  readonly #attachments: AttachmentsState;

  readonly #longFiles: LongFilesState;
  /** The last message with files of each conversation, until it is answered. */
  readonly #unanswered = new Map<ConversationId, ComposedMessage>();
  /** Answers that had no room, by their questions' conversations; the end may come before the call's own answer. */
  readonly #early = new Map<ConversationId, ErrorReport>();

  constructor(parts: OutboxParts) {
    this.#chat = parts.chat;
    this.#drafts = parts.drafts;
    this.#attachments = parts.attachments;
    this.#longFiles = parts.longFiles;
    parts.generations.onEnded(({ conversationId, message: { error } }) => {
      const composed = this.#unanswered.get(conversationId);
      this.#unanswered.delete(conversationId);
      this.#early.delete(conversationId);
      if (!error || !TOO_LONG.has(error.code)) return;
      if (composed) this.#giveBack(conversationId, composed, error);
      else this.#early.set(conversationId, error);
    });
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
    if (from !== null) this.#early.delete(from);
    const { accepted, conversationId } = await this.#chat.send(composed.message, () => this.#repeat(composed));
    if (!accepted) {
      this.#drafts.giveBack(conversationId, composed.text);
      this.#attachments.set(conversationId, [...composed.files, ...this.#attachments.in(conversationId)]);
    }
    const early = conversationId === null ? undefined : this.#early.get(conversationId);
    if (accepted && conversationId !== null && composed.files.length > 0) {
      if (early) this.#giveBack(conversationId, composed, early);
      else this.#unanswered.set(conversationId, composed);
    }
    this.#drafts.release(from);
    if (conversationId !== null) this.#drafts.release(conversationId);
    return accepted;
  }

  /** The question stands in the conversation; text and files are in the composer again, for another try. */
  #giveBack(conversationId: ConversationId, composed: ComposedMessage, { code }: ErrorReport): void {
    const present = this.#attachments.in(conversationId);
    const lost = composed.files.filter((file) => !present.includes(file));
    // A folder that fills the window is no fault of the files.
    if (code === 'prompt-too-long') this.#longFiles.refuse(composed.files);
    this.#attachments.set(conversationId, [...lost, ...present]);
    if (composed.text !== '') this.#drafts.giveBack(conversationId, composed.text);
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
