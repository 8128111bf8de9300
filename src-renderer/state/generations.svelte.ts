import { SvelteMap } from 'svelte/reactivity';
import type { GenerationEvent } from '#contract/chat-calls';
import type { Bridge } from '#contract/contract';
import type { BranchMessage, Message } from '#contract/messages';
import type { ConversationId, GenerationId, MessageId } from '#contract/primitives';
import { Generation } from './generation.svelte.ts';

/** An answer's text is saved at least every second, so a gap can be filled after about that time. */
const GAP_RETRY_MS = 400;
const REMEMBERED_ENDS = 50;

type Ended = Extract<GenerationEvent, { kind: 'finished' | 'failed' }>;

/** All answers that are being written; at most one in each conversation. */
export class GenerationsState {
  readonly #bridge: Bridge;
  readonly #running = new SvelteMap<ConversationId, Generation>();
  readonly #endedListeners = new Set<(event: Ended) => void>();
  readonly #strangerListeners = new Set<(generation: Generation) => void>();
  /** An answer can end before the call that started it returns. */
  readonly #ended = new Map<GenerationId, Message>();

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('generation.changed', (event) => {
      this.#apply(event);
    });
  }

  in(conversationId: ConversationId | null): Generation | null {
    return conversationId === null ? null : (this.#running.get(conversationId) ?? null);
  }

  /** The final form of a message whose generation has just ended. */
  endedMessage(generationId: GenerationId): Message | null {
    return this.#ended.get(generationId) ?? null;
  }

  /** A new message with its siblings, in its final form if its answer has already ended. */
  current(message: Message, siblingIds: readonly MessageId[], generationId: GenerationId | null = null): BranchMessage {
    const ended = generationId === null ? null : this.endedMessage(generationId);
    return { ...(ended ?? message), siblingIds: [...siblingIds, message.id] };
  }

  /** Notes an answer that a call has just started, before its first event. */
  begin(message: Message, generationId: string): void {
    if (this.#ended.has(generationId) || this.#running.get(message.conversationId)?.id === generationId) return;
    const ids = { generationId, conversationId: message.conversationId, messageId: message.id };
    this.#running.set(message.conversationId, new Generation(ids, message));
  }

  async stop(conversationId: ConversationId): Promise<void> {
    const generation = this.in(conversationId);
    if (!generation) return;
    generation.stopping = true;
    await this.#bridge.call('chat.stop', { generationId: generation.id });
  }

  onEnded(listener: (event: Ended) => void): () => void {
    this.#endedListeners.add(listener);
    return () => this.#endedListeners.delete(listener);
  }

  /** Calls `listener` for an answer that this renderer sees for the first time. */
  onFirstSeen(listener: (generation: Generation) => void): () => void {
    this.#strangerListeners.add(listener);
    return () => this.#strangerListeners.delete(listener);
  }

  /** After a lost connection it is unknown which have ended; running ones send events again. */
  forget(): void {
    for (const generation of this.#running.values()) generation.dispose();
    this.#running.clear();
  }

  #apply(event: GenerationEvent): void {
    if (event.kind === 'finished' || event.kind === 'failed') {
      this.#end(event);
      return;
    }
    let generation = this.#running.get(event.conversationId);
    if (generation?.id !== event.generationId) {
      generation?.dispose();
      generation = new Generation(event);
      this.#running.set(event.conversationId, generation);
      for (const listener of this.#strangerListeners) listener(generation);
    }
    const hadGap = generation.hasGap;
    generation.apply(event);
    if (generation.hasGap && !hadGap) void this.#fillGap(generation);
  }

  #end(event: Ended): void {
    const generation = this.#running.get(event.conversationId);
    if (generation?.messageId === event.messageId) {
      generation.dispose();
      this.#running.delete(event.conversationId);
    }
    this.#ended.set(event.generationId, event.message);
    const oldest = this.#ended.keys().next().value;
    if (this.#ended.size > REMEMBERED_ENDS && oldest !== undefined) this.#ended.delete(oldest);
    for (const listener of this.#endedListeners) listener(event);
  }

  async #fillGap(generation: Generation): Promise<void> {
    while (generation.hasGap && this.#running.get(generation.conversationId) === generation) {
      const { conversationId, messageId } = generation;
      const result = await this.#bridge.call('conversations.open', { conversationId, messageId, limit: 1 });
      const message = result.ok ? result.value.branch.find(({ id }) => id === messageId) : undefined;
      if (message) generation.fillGap(message);
      if (generation.hasGap) await new Promise((resolve) => setTimeout(resolve, GAP_RETRY_MS));
    }
  }
}
