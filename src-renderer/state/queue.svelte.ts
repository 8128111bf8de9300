import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Bridge } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { ConversationId, MessageId } from '#contract/primitives';
import type { ChatState } from './chat.svelte.ts';
import type { GenerationsState } from './generations.svelte.ts';

export interface QueuedMessage {
  readonly id: string;
  readonly text: string;
}

/**
 * Messages that were written while an answer streams. Each is sent after the answer before it has ended, in order.
 * After a stop or a failure they wait until the user sends one. They are saved as part of the conversation's draft.
 */
export class QueueState {
  readonly #bridge: Bridge;
  readonly #chat: ChatState;
  readonly #queues = new SvelteMap<ConversationId, readonly QueuedMessage[]>();
  /** Conversations in which a stop holds the messages. */
  readonly #held = new SvelteSet<ConversationId>();
  readonly #sending = new Set<ConversationId>();
  #number = 0;
  /** Called with every change, and with a message that could not be sent. */
  readonly #listener: {
    changed(conversationId: ConversationId): void;
    failed(error: ErrorReport): void;
  };

  constructor(
    parts: { bridge: Bridge; chat: ChatState; generations: GenerationsState },
    listener: { changed(conversationId: ConversationId): void; failed(error: ErrorReport): void },
  ) {
    this.#bridge = parts.bridge;
    this.#chat = parts.chat;
    this.#listener = listener;
    parts.generations.onEnded((event) => {
      const { conversationId, messageId, message } = event;
      if (message.stopReason === 'stopped' && this.in(conversationId).length > 0) this.#held.add(conversationId);
      if (event.kind === 'finished' && !this.#held.has(conversationId)) void this.#sendNext(conversationId, messageId);
    });
  }

  /** Whether waiting messages are only sent by the user. */
  holds(conversationId: ConversationId | null): boolean {
    return conversationId !== null && this.#held.has(conversationId);
  }

  in(conversationId: ConversationId | null): readonly QueuedMessage[] {
    return conversationId === null ? [] : (this.#queues.get(conversationId) ?? []);
  }

  add(conversationId: ConversationId, text: string): void {
    this.#number += 1;
    this.#set(conversationId, [...this.in(conversationId), { id: `queued ${this.#number}`, text }]);
  }

  /** Removes a message and answers its text. */
  take(conversationId: ConversationId, id: string): string {
    const queue = this.in(conversationId);
    this.#set(
      conversationId,
      queue.filter((queued) => queued.id !== id),
    );
    return queue.find((queued) => queued.id === id)?.text ?? '';
  }

  /** Sends the first message of the open conversation, when no answer is running. */
  async sendNow(): Promise<void> {
    const { conversationId } = this.#chat;
    if (conversationId === null || this.#chat.busy) return;
    this.#held.delete(conversationId);
    await this.#sendNext(conversationId, null);
  }

  /** @param parentId - the message before it; null is the end of the open branch */
  async #sendNext(conversationId: ConversationId, parentId: MessageId | null): Promise<void> {
    const [first] = this.in(conversationId);
    if (!first || this.#sending.has(conversationId)) return;
    this.#sending.add(conversationId);
    this.take(conversationId, first.id);
    const isOpen = this.#chat.conversationId === conversationId;
    const accepted = isOpen
      ? (await this.#chat.send(first.text, () => this.sendNow())).accepted
      : await this.#sendElsewhere(conversationId, parentId, first.text);
    this.#sending.delete(conversationId);
    if (!accepted) this.#set(conversationId, [first, ...this.in(conversationId)]);
  }

  async #sendElsewhere(conversationId: ConversationId, parentId: MessageId | null, text: string): Promise<boolean> {
    const result = await this.#bridge.call('chat.send', { conversationId, parentId, text, atEnd: true });
    // Another window was faster: the next message is sent after its answer.
    if (!result.ok && result.error.code !== 'generation-running') this.#listener.failed(result.error);
    return result.ok;
  }

  #set(conversationId: ConversationId, queue: readonly QueuedMessage[]): void {
    if (queue.length === 0) {
      this.#queues.delete(conversationId);
      this.#held.delete(conversationId);
    } else this.#queues.set(conversationId, queue);
    this.#listener.changed(conversationId);
  }
}
