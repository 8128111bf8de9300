/**
 * The messages between the app and its engine process. Every request has an `id`, which its answers repeat; exactly one
 * of them ends the request (`REQUEST_ENDS`). Messages are structured clones.
 */
import type { ErrorReport } from '#contract/errors';
import type { KvCacheType } from '#contract/context-window';
import type { TokenChoice } from '#contract/generation-record';
import type { Grammar, Sampling } from '#contract/sampling';
import type { AnsweredText } from '../prompt/answered-tokens.ts';
import type { PromptMessage, RenderedPrompt } from '../prompt/prompt.ts';
import type { ThinkingAndText } from '../thinking-splitter.ts';

/** Sampling with every field filled in, except `seed` (null asks the engine to draw one), `grammar` and `repeatable`. */
export type SettledSampling = {
  readonly [Field in Exclude<keyof Sampling, 'seed' | 'grammar' | 'repeatable'>]-?: NonNullable<Sampling[Field]>;
} & {
  readonly seed: number | null;
  readonly grammar?: Grammar | undefined;
  readonly repeatable?: boolean | undefined;
  /** Added to the logits of these tokens; -100 bans one. */
  readonly logitBias?: readonly (readonly [token: number, bias: number])[] | undefined;
};

/** A LoRA adapter as a GGUF file, and the factor with which it is applied. */
export interface AdapterUse {
  readonly path: string;
  readonly scale: number;
}

/** What guesses the next tokens: nothing, repetitions in the prompt, or a smaller model. */
export type SpeculationUse =
  | { readonly kind: 'off' }
  | { readonly kind: 'prompt-lookup' }
  /** A GGUF file with the same vocabulary as the model. */
  | { readonly kind: 'draft'; readonly path: string };

export interface LoadRequest {
  readonly kind: 'load';
  readonly id: number;
  /** Absolute path of the GGUF file. The model that was loaded before is freed first. */
  readonly path: string;
  /** Largest context window to create, in tokens; the model and the free memory may make it smaller. */
  readonly maxContextTokens: number;
  readonly kvCacheType: KvCacheType;
  /** Most layers to put on a graphics card; null takes as many as its memory holds. */
  readonly maxGpuLayers: number | null;
  readonly adapters: readonly AdapterUse[];
  /** Answers that can be written at a time, each with a window of its own. */
  readonly sequences: number;
  readonly speculation: SpeculationUse;
  /** Threads to compute with; null has the engine measure the fastest number. */
  readonly threads: number | null;
}

export interface UnloadRequest {
  readonly kind: 'unload';
  readonly id: number;
}

export interface RenderRequest {
  readonly kind: 'render';
  readonly id: number;
  readonly messages: readonly PromptMessage[];
  readonly addGenerationPrompt: boolean;
  /** The answer so far: plain text after the rendered messages, without an end token. */
  readonly answerSoFar: ThinkingAndText;
  /** Gives the template today's date. Without it, a template that takes a date uses its own default. */
  readonly tellsDate: boolean;
  /** In place of the model's own. */
  readonly chatTemplate?: string | undefined;
  /** Descriptions of tools as JSON. */
  readonly tools?: readonly unknown[] | undefined;
}

/** Asks for the tokens of a prompt that contains control tokens as text. */
export interface ParseRequest {
  readonly kind: 'parse';
  readonly id: number;
  readonly prompt: string;
}

/** Asks what is known of the model's vocabulary. */
export interface VocabularyRequest {
  readonly kind: 'vocabulary';
  readonly id: number;
}

/** Asks what tokens stand for. */
export interface PiecesRequest {
  readonly kind: 'pieces';
  readonly id: number;
  readonly tokens: Uint32Array;
}

export interface CountRequest {
  readonly kind: 'count';
  readonly id: number;
  readonly texts: readonly string[];
}

/** Asks for the tokens of a prompt with its answer. Only a process with a vocabulary alone answers this. */
export interface AnsweredRequest extends AnsweredText {
  readonly kind: 'answered';
  readonly id: number;
}

/** Asks for the tokens of a text without a template. Only a process with a vocabulary alone answers this. */
export interface SplitRequest {
  readonly kind: 'split';
  readonly id: number;
  readonly text: string;
}

/** Asks for the text that each token adds. Only a process with a vocabulary alone answers this. */
export interface AddedRequest {
  readonly kind: 'added';
  readonly id: number;
  readonly tokens: Uint32Array;
}

export interface GenerateRequest {
  readonly kind: 'generate';
  readonly id: number;
  /** Which of the model's sequences; it must be idle. */
  readonly sequence: number;
  /** The whole prompt; tokens that are already in the KV cache are not evaluated again. */
  readonly tokens: Uint32Array;
  readonly sampling: SettledSampling;
  /** How many tokens of the prompt to read at once, in order; by default as many as are fast. */
  readonly chunks?: readonly number[] | undefined;
}

/** Asks how many of `tokens` the KV cache of each sequence begins with. */
export interface MatchRequest {
  readonly kind: 'match';
  readonly id: number;
  readonly tokens: Uint32Array;
}

/** Writes the KV cache of a sequence to a file, in llama.cpp's own format. */
export interface SaveStateRequest {
  readonly kind: 'save-state';
  readonly id: number;
  readonly sequence: number;
  readonly path: string;
  /** How many of the first tokens to keep in the cache before it is written; null keeps all. */
  readonly keepTokens: number | null;
}

/**
 * Replaces the KV cache of a sequence by the content of a file. llama.cpp trusts the file, so the caller has checked that it is one
 * that `save-state` wrote for the same `stateKey`, byte for byte. A failure leaves the cache empty.
 */
export interface LoadStateRequest {
  readonly kind: 'load-state';
  readonly id: number;
  readonly sequence: number;
  readonly path: string;
  /** The tokens that the file must contain. */
  readonly tokens: Uint32Array;
}

/** Empties the KV cache of a sequence. */
export interface ClearRequest {
  readonly kind: 'clear';
  readonly id: number;
  readonly sequence: number;
}

/** Ends a running `generate` early: it still answers `finished`, with the stop reason `stopped`. */
export interface StopRequest {
  readonly kind: 'stop';
  /** The id of the `generate` request. */
  readonly id: number;
}

export type EngineRequest =
  | LoadRequest
  | UnloadRequest
  | RenderRequest
  | ParseRequest
  | CountRequest
  | VocabularyRequest
  | PiecesRequest
  | MatchRequest
  | SaveStateRequest
  | LoadStateRequest
  | ClearRequest
  | GenerateRequest
  | StopRequest
  | VocabularyOnlyRequest;

export type VocabularyOnlyRequest = AnsweredRequest | SplitRequest | AddedRequest;

export interface VocabularyFacts {
  readonly size: number;
  readonly contextTokens: number;
  /** The token that begins a text without a template; null for none. */
  readonly beginningToken: number | null;
  /** `bos_token`, `eos_token` and others by name. */
  readonly specialTokens: Readonly<Record<string, string>>;
  readonly chatTemplate: string | null;
}

/** A text without a template, in tokens. */
export interface SplitText {
  /** With the token that begins a text, where the model adds one. */
  readonly tokens: Uint32Array;
  readonly beginningToken: number | null;
  readonly vocabularySize: number;
}

/** The texts of tokens, each for itself, and of all together. */
export interface Pieces {
  readonly texts: readonly string[];
  readonly whole: string;
}

/** How many tokens the KV cache of one sequence holds, and how many of them match the beginning of the prompt. */
export interface SequenceMatch {
  readonly heldTokens: number;
  readonly commonTokens: number;
}

export interface LoadedModelFacts {
  readonly sequences: number;
  /** Why there is no draft model though one was requested; null otherwise. */
  readonly draftFailure: string | null;
  /** Threads that the model computes with; null where there was no choice. */
  readonly threads: number | null;
  /** The size of the context window, in tokens. */
  readonly contextTokens: number;
  /** Layers on a graphics card; 0 without one. */
  readonly gpuLayers: number;
  /** False means completion mode: the prompt is the texts of the messages. */
  readonly hasChatTemplate: boolean;
  /** `CPU`, `CUDA`, `Vulkan` or `Metal`. */
  readonly backend: string;
  /** Where llama.cpp comes from, and its release. */
  readonly llamaCpp: string;
  /**
   * Identifies everything but the tokens on which the bytes of a KV cache depend; equal keys can load each other's
   * states.
   */
  readonly stateKey: string;
  /** SHA-256 of the model's chat template; null without one. */
  readonly templateSha256: string | null;
}

/** Figures of one generation. Times in milliseconds. */
export interface GenerationFigures {
  readonly seed: number;
  readonly freshTokens: number;
  readonly cachedTokens: number;
}

/** One chosen token. */
export interface TextStep {
  /** Text that can be shown now; empty while a character or a stop string may be incomplete. */
  readonly delta: string;
  /** Thinking that a server sends apart from the text. */
  readonly thinking?: string;
  readonly generatedTokens: number;
  /** Present when `sampling.alternatives` asks for it. */
  readonly choice?: TokenChoice;
}

export interface GenerationEnd {
  readonly stopReason: 'end-of-generation' | 'stop-string' | 'max-tokens' | 'context-full' | 'stopped';
  readonly generatedTokens: number;
  readonly promptMs: number;
  readonly generationMs: number;
  /** How many guessed tokens were checked, and how many were right; null without speculation. */
  readonly draft: { readonly checkedTokens: number; readonly acceptedTokens: number } | null;
  /** No other answer was computed meanwhile; missing where nobody knows. */
  readonly alone?: boolean;
  /** How many tokens of the prompt were read at once, in order; missing for very many. */
  readonly chunks?: readonly number[];
  /** The tokens of the prompt, where only the end tells them. */
  readonly prompt?: Pick<GenerationFigures, 'freshTokens' | 'cachedTokens'>;
}

export type EngineMessage =
  /** Sent once, when the backend has started and requests are read. */
  | { readonly kind: 'ready' }
  /** A sign of life of work that cannot report its progress. */
  | { readonly kind: 'alive'; readonly id: number }
  | { readonly kind: 'load-progress'; readonly id: number; readonly fraction: number }
  | { readonly kind: 'loaded'; readonly id: number; readonly model: LoadedModelFacts }
  | { readonly kind: 'unloaded'; readonly id: number }
  | { readonly kind: 'rendered'; readonly id: number; readonly rendered: RenderedPrompt }
  | { readonly kind: 'parsed'; readonly id: number; readonly tokens: Uint32Array }
  | { readonly kind: 'vocabulary-facts'; readonly id: number; readonly facts: VocabularyFacts }
  | { readonly kind: 'pieces'; readonly id: number; readonly pieces: Pieces }
  | { readonly kind: 'answered'; readonly id: number; readonly tokens: Uint32Array; readonly from: number }
  | { readonly kind: 'split'; readonly id: number; readonly split: SplitText }
  | { readonly kind: 'added'; readonly id: number; readonly texts: readonly string[] }
  | { readonly kind: 'counted'; readonly id: number; readonly counts: readonly number[] }
  | { readonly kind: 'matched'; readonly id: number; readonly sequences: readonly SequenceMatch[] }
  | { readonly kind: 'state-saved'; readonly id: number; readonly tokens: Uint32Array }
  | { readonly kind: 'state-loaded'; readonly id: number }
  | { readonly kind: 'cleared'; readonly id: number }
  | { readonly kind: 'started'; readonly id: number; readonly figures: GenerationFigures }
  | { readonly kind: 'reading'; readonly id: number; readonly tokensDone: number; readonly tokensTotal: number }
  | { readonly kind: 'text'; readonly id: number; readonly steps: readonly TextStep[] }
  | { readonly kind: 'finished'; readonly id: number; readonly end: GenerationEnd }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorReport };

/** The backend could not be started; the process ends after this message. */
export interface EngineUnavailable {
  readonly kind: 'unavailable';
  readonly reason: string;
}

export type FromEngine = EngineMessage | EngineUnavailable;

/** Environment variable of the engine process with a name of `BACKENDS`; without it the engine takes the best one. */
export const BACKEND_VARIABLE = 'SARVI_ENGINE_BACKEND';
