import type { GenerationEvent } from '#contract/chat-calls';
import type { Message } from '#contract/messages';
import type { ConversationId, GenerationId, MessageId } from '#contract/primitives';
import { GrowingText } from './growing-text.ts';

type Progress = Exclude<GenerationEvent, { kind: 'finished' | 'failed' }>;

type AnswerContent = Pick<Message, 'text' | 'asides'>;
const NOTHING: AnswerContent = { text: '' };

/** One answer that is being written. Deltas come as fast as the model writes; the view changes at most once a frame. */
export class Generation {
  readonly id: GenerationId;
  readonly conversationId: ConversationId;
  readonly messageId: MessageId;
  phase = $state<Exclude<Progress['kind'], 'started'>>('waiting');
  /** The first message that the model sees, when the conversation is longer than its window. */
  memoryBeginsAt = $state<MessageId | null>(null);
  /** Messages of which it sees only the end. */
  memoryCutIds = $state.raw<readonly MessageId[]>([]);
  /** Progress of loading the model or reading the prompt, 0 to 1. */
  fraction = $state(0);
  text = $state('');
  /** The thinking before the answer. */
  thinking = $state('');
  generatedTokens = $state(0);
  /** Tokens of the prompt: those read for this answer, and those found in the cache. */
  freshTokens = $state(0);
  cachedTokens = $state(0);
  /** The size and use of the window; 0 before the prompt is known. */
  contextTokens = $state(0);
  contextUsedTokens = $state(0);
  timeToFirstTokenMs = $state<number | null>(null);
  tokensPerSecond = $state<number | null>(null);
  stopping = $state(false);
  readonly #received: Readonly<Record<'thinking' | 'text', GrowingText>>;
  #frame = 0;

  /** @param message - its present text; an answer that is continued has some */
  constructor(
    event: Pick<GenerationEvent, 'generationId' | 'conversationId' | 'messageId'>,
    message: AnswerContent = NOTHING,
  ) {
    this.id = event.generationId;
    this.conversationId = event.conversationId;
    this.messageId = event.messageId;
    this.text = message.text;
    this.thinking = thinkingOf(message);
    this.#received = { thinking: new GrowingText(this.thinking), text: new GrowingText(this.text) };
  }

  /** True while text before the received deltas is missing. */
  get hasGap(): boolean {
    return this.#received.thinking.hasGap || this.#received.text.hasGap;
  }

  apply(event: Progress): void {
    if (event.kind === 'started') {
      this.memoryBeginsAt = event.memoryBeginsAt;
      this.memoryCutIds = event.memoryCutIds ?? [];
      this.freshTokens = event.freshTokens;
      this.cachedTokens = event.cachedTokens;
      this.contextTokens = event.contextTokens;
      this.contextUsedTokens = event.freshTokens + event.cachedTokens;
      return;
    }
    this.phase = event.kind;
    if (event.kind === 'loading') this.fraction = event.fraction;
    if (event.kind === 'reading') this.fraction = event.tokensTotal === 0 ? 0 : event.tokensDone / event.tokensTotal;
    if (event.kind !== 'text' && event.kind !== 'thinking') return;
    this.generatedTokens = event.generatedTokens;
    this.tokensPerSecond = event.tokensPerSecond;
    this.contextUsedTokens = event.contextUsedTokens;
    this.timeToFirstTokenMs = event.timeToFirstTokenMs ?? null;
    this.#received[event.kind].add(event.offset, event.delta);
    this.#show();
  }

  /** Takes the core's text of this message. */
  fillGap(message: AnswerContent): void {
    this.#received.thinking.fillGap(thinkingOf(message));
    this.#received.text.fillGap(message.text);
    this.#show();
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
  }

  #show(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.thinking = this.#received.thinking.text;
      this.text = this.#received.text.text;
    });
  }
}

/** The thinking of a message, if that is its last aside. */
function thinkingOf({ asides }: AnswerContent): string {
  const last = asides?.at(-1);
  return last?.kind === 'thinking' ? last.text : '';
}
