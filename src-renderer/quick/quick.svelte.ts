import type { Bridge } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { Message } from '#contract/messages';
import type { ConversationId, ModelId } from '#contract/primitives';
import { isOfQuickWindow } from '#contract/temporary-calls';
import type { GenerationsState } from '../state/generations.svelte.ts';

/** One question of the quick window and its answer: a temporary conversation, forgotten with the next question. */
export class QuickState {
  readonly #bridge: Bridge;
  readonly #generations: GenerationsState;
  conversationId = $state<ConversationId | null>(null);
  /** As it was sent. */
  question = $state<Message | null>(null);
  answer = $state.raw<Message | null>(null);
  /** Why the last act failed. */
  error = $state.raw<ErrorReport | null>(null);
  /** The conversation was forgotten by others, such as “delete everything”. */
  isGone = $state(false);
  #starting = $state(false);
  readonly generation = $derived.by(() => this.#generations.in(this.conversationId));
  readonly answering = $derived.by(() => this.#starting || this.generation !== null);
  /** What has been written so far. */
  readonly text = $derived.by(() => {
    const written = this.answer?.text ?? '';
    const growing = this.generation?.text ?? '';
    return growing.length > written.length ? growing : written;
  });

  constructor(bridge: Bridge, generations: GenerationsState) {
    this.#bridge = bridge;
    this.#generations = generations;
    generations.onEnded((event) => {
      if (event.conversationId === this.conversationId) this.answer = event.message;
    });
    bridge.listen('temporary.gone', ({ conversationIds }) => {
      if (this.conversationId === null || !conversationIds.includes(this.conversationId)) return;
      this.#clear();
      this.isGone = true;
    });
  }

  /** Forgets what an earlier page of this window has left, since it cannot be shown again. */
  async forgetEarlier(): Promise<void> {
    const listed = await this.#bridge.call('temporary.list', {});
    if (!listed.ok) return;
    for (const { id } of listed.value.conversations) if (isOfQuickWindow(id)) await this.#discard(id);
  }

  /** Starts afresh. @returns whether the question was taken */
  async ask(text: string, modelId: ModelId | null): Promise<boolean> {
    if (this.answering) return false;
    this.#starting = true;
    const former = this.conversationId;
    this.#clear();
    if (former !== null) await this.#discard(former);
    const created = await this.#bridge.call('conversations.create', {
      temporary: 'quick',
      ...(modelId === null ? {} : { modelId }),
    });
    if (created.ok) {
      this.conversationId = created.value.id;
      await this.#send(text);
    } else this.error = created.error;
    this.#starting = false;
    return this.question !== null;
  }

  /** Sends a question again that was refused, or answers it again where its answer failed. */
  async repeat(text: string): Promise<boolean> {
    const { conversationId, answer } = this;
    if (conversationId === null || this.answering) return false;
    this.error = null;
    this.#starting = true;
    if (answer === null) await this.#send(text);
    else {
      const again = await this.#bridge.call('chat.regenerate', { conversationId, messageId: answer.id });
      if (again.ok) this.#begin(again.value.assistantMessage, again.value.generationId);
      else this.error = again.error;
    }
    this.#starting = false;
    return this.question !== null;
  }

  async stop(): Promise<void> {
    if (this.conversationId !== null) await this.#generations.stop(this.conversationId);
  }

  /** Makes it an ordinary conversation, which the main window shows. */
  async continue(): Promise<void> {
    const { conversationId, question, answer } = this;
    if (conversationId === null) return;
    // The core tells that it is gone from here; that is no loss.
    this.#clear();
    const kept = await this.#bridge.call('quick.continue', { conversationId });
    if (kept.ok) return;
    Object.assign(this, { conversationId, question, answer, error: kept.error });
  }

  async #send(text: string): Promise<void> {
    const { conversationId } = this;
    if (conversationId === null) return;
    const sent = await this.#bridge.call('chat.send', { conversationId, parentId: null, text });
    if (!sent.ok) {
      this.error = sent.error;
      return;
    }
    this.question = sent.value.userMessage;
    this.#begin(sent.value.assistantMessage, sent.value.generationId);
  }

  #begin(message: Message, generationId: string): void {
    this.#generations.begin(message, generationId);
    this.answer = this.#generations.endedMessage(generationId) ?? message;
  }

  async #discard(conversationId: ConversationId): Promise<void> {
    await this.#bridge.call('temporary.discard', { conversationId });
  }

  #clear(): void {
    Object.assign(this, { conversationId: null, question: null, answer: null, error: null, isGone: false });
  }
}
