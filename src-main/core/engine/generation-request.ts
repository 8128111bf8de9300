import type { PromptMessage } from '../prompt/prompt.ts';
import type { Said } from '../thinking-splitter.ts';
import type { EngineModel } from './model-host.ts';
import type { GenerationEnd, GenerationFigures, SettledSampling, TextStep } from './protocol.ts';

export interface GenerationRequest {
  readonly model: EngineModel;
  /** The conversation, oldest first; a system prompt is its first message. */
  readonly messages: readonly PromptMessage[];
  readonly sampling: SettledSampling;
  /** What the answer says already, when it is to go on; the prompt then ends with it. */
  readonly answerSoFar?: Said | undefined;
  /** The conversation, by which what was read is kept on disk for its next answer; without one nothing is kept. */
  readonly owner?: string | undefined;
  /** Stops the answer; the iteration then ends with the stop reason `stopped`. */
  readonly signal?: AbortSignal;
}

/** In this order, `loading`, `reading` and `text` any number of times; one that is stopped early skips to the end. */
export type EngineUpdate =
  | { readonly kind: 'loading'; readonly fraction: number }
  /** The turn has come and the model is in memory. */
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
