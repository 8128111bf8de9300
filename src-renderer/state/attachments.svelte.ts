import { SvelteMap } from 'svelte/reactivity';
import type { ConversationId } from '#contract/primitives';
import type { LeftOut } from '../documents/left-out.ts';

/** A file whose text is sent with the next message. */
export class Attachment {
  readonly id: string;
  /** The name as it is shown and sent: one line without Markdown. */
  readonly name: string;
  readonly text: string;
  /** The text for the message. */
  readonly quoted: string;
  /** What of the file is not in `text`. */
  readonly leftOut: readonly LeftOut[];

  constructor(parts: { name: string; text: string; quoted: string; leftOut?: readonly LeftOut[] }) {
    this.id = crypto.randomUUID();
    this.name = parts.name;
    this.text = parts.text;
    this.quoted = parts.quoted;
    this.leftOut = parts.leftOut ?? [];
  }
}

/** Attached files that were not sent, for each conversation; they are lost with the window. */
export class AttachmentsState {
  readonly #attached = new SvelteMap<string, readonly Attachment[]>();

  in(conversationId: ConversationId | null): readonly Attachment[] {
    return this.#attached.get(conversationId ?? '') ?? [];
  }

  set(conversationId: ConversationId | null, attachments: readonly Attachment[]): void {
    this.#attached.set(conversationId ?? '', attachments);
  }

  add(conversationId: ConversationId | null, attachment: Attachment): void {
    this.set(conversationId, [...this.in(conversationId), attachment]);
  }

  /** Files that stay after the first message of a new chat go to its conversation. */
  moveNewTo(conversationId: ConversationId): void {
    const attached = this.in(null);
    if (attached.length === 0) return;
    this.set(null, []);
    this.set(conversationId, [...attached, ...this.in(conversationId)]);
  }

  remove(conversationId: ConversationId | null, id: string): void {
    this.set(
      conversationId,
      this.in(conversationId).filter((attachment) => attachment.id !== id),
    );
  }
}
