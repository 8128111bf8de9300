import type { GenerationEvent } from '#contract/chat-calls';
import type { ConversationId, GenerationId, MessageId } from '#contract/vocabulary';

type Progress = Exclude<GenerationEvent, { kind: 'finished' | 'failed' }>;

/**
 * One answer while it is being written. Deltas come as fast as the model writes; `text` changes at most once a frame.
 *
 * A renderer that joins late sees an offset beyond what it has. The deltas from there on are then kept aside until
 * `fillGap` brings the text before them.
 */
export class Generation {
  readonly id: GenerationId;
  readonly conversationId: ConversationId;
  readonly messageId: MessageId;
  phase = $state<Exclude<Progress['kind'], 'started'>>('waiting');
  /** First message that the model sees of a conversation that has outgrown its window. */
  memoryBeginsAt = $state<MessageId | null>(null);
  /** Of loading the model or reading the prompt, 0 to 1. */
  fraction = $state(0);
  text = $state('');
  generatedTokens = $state(0);
  /** Of the prompt: those that are read for this answer, and those that the cache had. */
  freshTokens = $state(0);
  cachedTokens = $state(0);
  /** The window, and how much of it is taken; 0 before the prompt is known. */
  contextTokens = $state(0);
  contextUsedTokens = $state(0);
  timeToFirstTokenMs = $state<number | null>(null);
  tokensPerSecond = $state<number | null>(null);
  stopping = $state(false);
  #received = '';
  #aside: { offset: number; text: string } | null = null;
  #frame = 0;

  /** @param text - what the message says already; an answer that goes on has some */
  constructor(event: Pick<GenerationEvent, 'generationId' | 'conversationId' | 'messageId'>, text = '') {
    this.id = event.generationId;
    this.conversationId = event.conversationId;
    this.messageId = event.messageId;
    this.text = text;
    this.#received = text;
  }

  /** True while text before the kept deltas is missing. */
  get hasGap(): boolean {
    return this.#aside !== null;
  }

  apply(event: Progress): void {
    if (event.kind === 'started') {
      this.memoryBeginsAt = event.memoryBeginsAt;
      this.freshTokens = event.freshTokens;
      this.cachedTokens = event.cachedTokens;
      this.contextTokens = event.contextTokens;
      this.contextUsedTokens = event.freshTokens + event.cachedTokens;
      return;
    }
    this.phase = event.kind;
    if (event.kind === 'loading') this.fraction = event.fraction;
    if (event.kind === 'reading') this.fraction = event.tokensTotal === 0 ? 0 : event.tokensDone / event.tokensTotal;
    if (event.kind !== 'text') return;
    this.generatedTokens = event.generatedTokens;
    this.tokensPerSecond = event.tokensPerSecond;
    this.contextUsedTokens = event.contextUsedTokens;
    this.timeToFirstTokenMs = event.timeToFirstTokenMs ?? null;
    this.#add(event.offset, event.delta);
  }

  /** Takes the text that the core has of this message; one that is still too short leaves the gap open. */
  fillGap(text: string): void {
    const aside = this.#aside;
    if (!aside || text.length < aside.offset) return;
    this.#aside = null;
    this.#received = text.slice(0, aside.offset) + aside.text;
    this.#show();
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
  }

  #add(offset: number, delta: string): void {
    if (this.#aside) {
      const { text, offset: start } = this.#aside;
      this.#aside = { offset: start, text: text.slice(0, offset - start) + delta };
    } else if (offset > this.#received.length) {
      this.#aside = { offset, text: delta };
    } else {
      this.#received = this.#received.slice(0, offset) + delta;
      this.#show();
    }
  }

  #show(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.text = this.#received;
    });
  }
}
