import type { PromptMessage } from '../prompt/prompt.ts';
import type { ThinkingAndText } from '../thinking-splitter.ts';
import type { EngineModel } from './engine-model.ts';
import type { GenerationEnd, GenerationFigures, SettledSampling, TextStep } from './protocol.ts';

/** A conversation, oldest first; a system prompt is its first message. What does not fit of it is left out, oldest first. */
export interface MessagesInput {
  readonly messages: readonly PromptMessage[];
  /** What the answer says already, when it is to go on; the prompt then ends with it. */
  readonly answerSoFar?: ThinkingAndText | undefined;
  /** Makes the prompt in place of the model's own: for a model that goes on with what another one would read. */
  readonly chatTemplate?: string | undefined;
}

/** A prompt as the chat template would render it: control tokens are written in it, so no stranger's text may be. */
export interface PromptInput {
  readonly prompt: string;
}

/** Ids of the model's vocabulary, all of which it reads. */
export interface TokensInput {
  readonly tokens: Uint32Array;
}

export interface GenerationSettings {
  readonly model: EngineModel;
  /** Length, stop strings, grammar and probabilities (`alternatives`) too. */
  readonly sampling: SettledSampling;
  /** A conversation, by which what was read is kept on disk for its next answer; without one nothing is kept. */
  readonly owner?: string | undefined;
  /** Stops the run; the iteration then ends with the stop reason `stopped`. */
  readonly signal?: AbortSignal;
}

export type GenerationRequest = GenerationSettings & (MessagesInput | PromptInput | TokensInput);

/** In this order, `loading`, `reading` and `text` any number of times; one that is stopped early skips to the end. */
export type EngineUpdate =
  | { readonly kind: 'loading'; readonly fraction: number }
  /** The request was admitted and the model is in memory. */
  | { readonly kind: 'preparing' }
  | {
      readonly kind: 'started';
      readonly figures: GenerationFigures;
      readonly backend: string;
      readonly contextTokens: number;
      /** Oldest messages that did not fit into the window. */
      readonly droppedMessages: number;
      /** Messages of which the model sees the end only, by their place in the request. */
      readonly cutMessages?: readonly number[];
      /** Of the prompt (`RenderedPrompt`). */
      readonly openTag?: string;
    }
  | { readonly kind: 'reading'; readonly tokensDone: number; readonly tokensTotal: number }
  | ({ readonly kind: 'text' } & TextStep)
  | { readonly kind: 'finished'; readonly end: GenerationEnd };

/** What runs models. */
export interface GenerationEngine {
  /** What came before a failure is yielded before it is thrown. */
  generate(request: GenerationRequest): AsyncIterable<EngineUpdate>;
}
