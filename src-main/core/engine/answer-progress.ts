import { createHash } from 'node:crypto';
import { joinThinking, EMPTY_ANSWER, type ThinkingAndText, ThinkingSplitter } from '../thinking-splitter.ts';
import type { EngineUpdate, GenerationRequest } from './generation-request.ts';
import type { FittedTokens } from './prompt-of-request.ts';
import type { EngineMessage, GenerationEnd, LoadedModelFacts } from './protocol.ts';

/** Passes on the events of one answer, and counts how many of its tokens the next prompt can use again. */
export class AnswerProgress {
  /** Called when the first token can be chosen. */
  onReady = (): void => undefined;
  readonly #answerSoFar: ThinkingAndText;
  /** In place of the model's own. */
  readonly #chatTemplate: string | undefined;
  readonly #model: LoadedModelFacts;
  readonly #fitted: FittedTokens;
  readonly #push: (update: EngineUpdate) => void;
  /** Null when thinking is not split from the text, so that the next prompt contains all of it. */
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
    this.#chatTemplate = 'messages' in request ? request.chatTemplate : undefined;
    this.#answerSoFar = ('messages' in request ? request.answerSoFar : undefined) ?? EMPTY_ANSWER;
    // The same as the chat does: under a grammar there is no thinking.
    const openTag = request.sampling.grammar ? undefined : fitted.openTag;
    this.#splitter = 'messages' in request ? new ThinkingSplitter(this.#answerSoFar, openTag) : null;
  }

  follow(message: EngineMessage): void {
    if (message.kind === 'started') {
      this.onReady();
      const { backend, contextTokens, llamaCpp, threads, gpuLayers, templateSha256, stateKey } = this.#model;
      const { droppedMessages, cutMessages, openTag, tokens } = this.#fitted;
      const template = this.#chatTemplate === undefined ? templateSha256 : sha256(this.#chatTemplate);
      const promptSha256 = sha256(new Uint8Array(tokens.buffer, tokens.byteOffset, tokens.byteLength));
      const setup = { llamaCpp, threads, gpuLayers, templateSha256: template, promptSha256, stateKey };
      const tag = openTag === undefined ? {} : { openTag };
      const { figures } = message;
      this.#push({ kind: 'started', figures, backend, contextTokens, droppedMessages, cutMessages, setup, ...tag });
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
   * How many tokens of the prompt and the answer a later prompt may begin with. Prompts contain answers without their
   * thinking, so an answer with thinking that cannot be continued is read again from its beginning.
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

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
