import type { RemoteRecord, RunSetup } from '#contract/generation-record';
import type { PromptMessage } from '../prompt/prompt.ts';
import type { ThinkingAndText } from '../thinking-splitter.ts';
import type { EngineModel } from './engine-model.ts';
import type { GenerationEnd, GenerationFigures, SettledSampling, TextStep } from './protocol.ts';

/** A conversation, oldest first; a system prompt is its first message. Old messages that do not fit are left out. */
export interface MessagesInput {
  readonly messages: readonly PromptMessage[];
  /** The answer so far, when it is continued; the prompt then ends with it. */
  readonly answerSoFar?: ThinkingAndText | undefined;
  /** Replaces the model's own template: for a model that continues another model's prompt. */
  readonly chatTemplate?: string | undefined;
  /** Descriptions of tools as JSON, for a template that knows them. */
  readonly tools?: readonly unknown[] | undefined;
  /** Whether a template that takes a date gets today's. Default: the user's setting. */
  readonly tellsDate?: boolean | undefined;
}

/**
 * A prompt as the chat template would render it. Control tokens are read in it, so it must contain no text of
 * strangers.
 */
export interface PromptInput {
  readonly prompt: string;
}

/** Ids of the model's vocabulary. */
export interface TokensInput {
  readonly tokens: Uint32Array;
}

export interface GenerationSettings {
  readonly model: EngineModel;
  /** Also length, stop strings, grammar and probabilities (`alternatives`). */
  readonly sampling: SettledSampling;
  /** The conversation for which the KV state is kept on disk; without it nothing is kept. */
  readonly owner?: string | undefined;
  /**
   * A request of another program. It never uses the KV cache of a conversation, nor a conversation its, so that the
   * time it takes tells nothing of what was said. Nothing of it is left out: a prompt that does not fit is refused.
   */
  readonly isFromProgram?: boolean;
  /** As in a record (`RunSetup`), to read the prompt in the same steps. */
  readonly chunks?: readonly number[] | undefined;
  /** Stops the run; the iteration then ends with the stop reason `stopped`. */
  readonly signal?: AbortSignal;
  /** Asked by nobody who waits: the caller holds a turn of `Engine.precedence`. */
  readonly background?: true;
}

export type GenerationRequest = GenerationSettings & (MessagesInput | PromptInput | TokensInput);

/** What is known of `RunSetup` when an answer begins. */
export type StartedSetup = Omit<RunSetup, 'modelChecksum' | 'alone' | 'chunks'>;

/** In this order; `loading`, `reading` and `text` may repeat. A stopped run skips to the end. */
export type EngineUpdate =
  | { readonly kind: 'loading'; readonly fraction: number }
  /** The request was admitted and the model is in memory. */
  | { readonly kind: 'preparing' }
  | {
      readonly kind: 'started';
      readonly figures: GenerationFigures;
      readonly backend: string;
      readonly contextTokens: number;
      /** How many of the oldest messages did not fit into the window. */
      readonly droppedMessages: number;
      /** Messages of which the model sees only the end, by their place in the request. */
      readonly cutMessages?: readonly number[];
      /** The open thinking tag at the end of the prompt (`RenderedPrompt`). */
      readonly openTag?: string;
      /** What the answer is computed with; missing where a server elsewhere answers. */
      readonly setup?: StartedSetup;
      /** Present when a server elsewhere answers. */
      readonly remote?: RemoteRecord;
    }
  | { readonly kind: 'reading'; readonly tokensDone: number; readonly tokensTotal: number }
  | ({ readonly kind: 'text' } & TextStep)
  | { readonly kind: 'finished'; readonly end: GenerationEnd };

/** Runs models. */
export interface GenerationEngine {
  /** Updates before a failure are yielded before it is thrown. */
  generate(request: GenerationRequest): AsyncIterable<EngineUpdate>;
}
