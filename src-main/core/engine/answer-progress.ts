import { joinThinking, EMPTY_ANSWER, type ThinkingAndText, ThinkingSplitter } from '../thinking-splitter.ts';
import type { EngineUpdate, GenerationRequest } from './generation-request.ts';
import type { FittedTokens } from './prompt-of-request.ts';
import type { EngineMessage, GenerationEnd, LoadedModelFacts } from './protocol.ts';

/** Hands on what the engine process says of one answer, and knows what of it the next prompt can use again. */
export class AnswerProgress {
  /** Called once the first token can be chosen. */
  onReady = (): void => undefined;
  readonly #answerSoFar: ThinkingAndText;
  readonly #model: LoadedModelFacts;
  readonly #fitted: FittedTokens;
  readonly #push: (update: EngineUpdate) => void;
  /** Null where what is written is not parted: it is all there for the next prompt. */
  readonly #splitter: ThinkingSplitter | null;

  constructor(
    request: GenerationRequest,
    model: LoadedModelFacts,
    fitted: FittedTokens,
    push: (update: EngineUpdate) => void,
  ) {
    this.#model = model;
    this.#fitted = fitted;
    this.#push = push;
    this.#answerSoFar = ('messages' in request ? request.answerSoFar : undefined) ?? EMPTY_ANSWER;
    // As it is read in the chat: a grammar leaves no room for thinking.
    const openTag = request.sampling.grammar ? undefined : fitted.openTag;
    this.#splitter = 'messages' in request ? new ThinkingSplitter(this.#answerSoFar, openTag) : null;
  }

  follow(message: EngineMessage): void {
    if (message.kind === 'started') {
      this.onReady();
      const { backend, contextTokens } = this.#model;
      const { droppedMessages, cutMessages, openTag } = this.#fitted;
      const tag = openTag === undefined ? {} : { openTag };
      const { figures } = message;
      this.#push({ kind: 'started', figures, backend, contextTokens, droppedMessages, cutMessages, ...tag });
    } else if (message.kind === 'reading') {
      this.#push({ kind: 'reading', tokensDone: message.tokensDone, tokensTotal: message.tokensTotal });
    } else if (message.kind === 'text') {
      for (const step of message.steps) {
        this.#splitter?.push(step.delta);
        this.#push({ kind: 'text', ...step });
      }
    }
  }

  /**
   * How much of the prompt with its answer a later prompt may begin with. Prompts are made of the answers alone, so an
   * answer that has thought and cannot go on is read again from its beginning.
   */
  async usefulTokens(
    { stopReason, generatedTokens }: GenerationEnd,
    count: (text: string) => Promise<number>,
  ): Promise<number> {
    const { tokens, openTag } = this.#fitted;
    const hasEnded = stopReason === 'end-of-generation' || stopReason === 'stop-string';
    if (!hasEnded || !this.#splitter?.hasTags) return tokens.length + generatedTokens;
    const soFar = joinThinking(this.#answerSoFar, openTag);
    return soFar === '' ? tokens.length : Math.max(0, tokens.length - (await count(soFar)));
  }
}
