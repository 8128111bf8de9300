/**
 * What the app and its engine process say to each other. Every request carries an `id`; its answers carry it back, and
 * exactly one of them ends the request (`REQUEST_ENDS`). Messages are structured clones.
 */
import type { ErrorReport } from '#contract/errors';
import type { KvCacheType } from '#contract/context-window';
import type { TokenChoice } from '#contract/generation-record';
import type { Grammar, Sampling } from '#contract/sampling';
import type { PromptMessage, RenderedPrompt } from '../prompt/prompt.ts';
import type { ThinkingAndText } from '../thinking-splitter.ts';

/** Sampling with every field settled, except the seed: null asks the engine to draw one; and few want a grammar. */
export type SettledSampling = {
  readonly [Field in Exclude<keyof Sampling, 'seed' | 'grammar'>]-?: NonNullable<Sampling[Field]>;
} & { readonly seed: number | null; readonly grammar?: Grammar | undefined };

/** A LoRA adapter as a GGUF file, and how many times over the model takes it on. */
export interface AdapterUse {
  readonly path: string;
  readonly scale: number;
}

/** What guesses tokens ahead of the model: nothing, what the prompt has said before, or a smaller model. */
export type SpeculationUse =
  | { readonly kind: 'off' }
  | { readonly kind: 'prompt-lookup' }
  /** A GGUF file with the same vocabulary. */
  | { readonly kind: 'draft'; readonly path: string };

export interface LoadRequest {
  readonly kind: 'load';
  readonly id: number;
  /** Absolute path of the GGUF file. Whatever was loaded before is freed first. */
  readonly path: string;
  /** Largest context window to make; the model's own and the free memory may make it smaller. */
  readonly maxContextTokens: number;
  readonly kvCacheType: KvCacheType;
  /** Most layers to put on a graphics card; null leaves it to what its memory can hold. */
  readonly maxGpuLayers: number | null;
  readonly adapters: readonly AdapterUse[];
  /** Answers that can be written at a time, each with a window of its own. */
  readonly sequences: number;
  readonly speculation: SpeculationUse;
  /** Threads to compute with; null has the engine measure which number is the fastest. */
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
  /** What the answer says already: plain text behind the rendered messages, which nothing ends. */
  readonly answerSoFar: ThinkingAndText;
  /** Tells the template today's date; without it a template that takes one writes its own. */
  readonly tellsDate: boolean;
  /** In place of the model's own. */
  readonly chatTemplate?: string | undefined;
}

/** Asks for the tokens of a prompt in which control tokens are spelled out. */
export interface ParseRequest {
  readonly kind: 'parse';
  readonly id: number;
  readonly prompt: string;
}

export interface CountRequest {
  readonly kind: 'count';
  readonly id: number;
  readonly texts: readonly string[];
}

export interface GenerateRequest {
  readonly kind: 'generate';
  readonly id: number;
  /** Which of the model's sequences; it must have nothing else to do. */
  readonly sequence: number;
  /** The whole prompt; what the KV cache already holds of it is not evaluated again. */
  readonly tokens: Uint32Array;
  readonly sampling: SettledSampling;
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
  /** Cuts the cache to its first tokens before; null leaves it whole. */
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
  /** What it must turn out to hold. */
  readonly tokens: Uint32Array;
}

/** Ends a running `generate` early: it still answers `finished`, with the stop reason `stopped`. */
export interface StopRequest {
  readonly kind: 'stop';
  /** Of the `generate` request. */
  readonly id: number;
}

export type EngineRequest =
  | LoadRequest
  | UnloadRequest
  | RenderRequest
  | ParseRequest
  | CountRequest
  | MatchRequest
  | SaveStateRequest
  | LoadStateRequest
  | GenerateRequest
  | StopRequest;

/** How much one sequence's KV cache holds, and how much of that is the beginning that was asked about. */
export interface SequenceMatch {
  readonly heldTokens: number;
  readonly commonTokens: number;
}

export interface LoadedModelFacts {
  readonly sequences: number;
  /** Why there is no draft model, though one was asked for; null otherwise. */
  readonly draftFailure: string | null;
  /** Threads that it computes with; null where there was nothing to choose. */
  readonly threads: number | null;
  /** Size of the context window that was made. */
  readonly contextTokens: number;
  /** Layers on a graphics card; 0 without one. */
  readonly gpuLayers: number;
  /** False means completion mode: the texts of the messages are the prompt. */
  readonly hasChatTemplate: boolean;
  /** `CPU`, `CUDA`, `Vulkan` or `Metal`. */
  readonly backend: string;
  /** All that the bytes of a KV cache depend on besides its tokens; equal keys can load each other's states. */
  readonly stateKey: string;
}

/** Figures of one generation. Times in milliseconds. */
export interface GenerationFigures {
  readonly seed: number;
  readonly freshTokens: number;
  readonly cachedTokens: number;
}

/** One chosen token. */
export interface TextStep {
  /** What can be shown now that could not before; empty while a character or a stop string may be under way. */
  readonly delta: string;
  readonly generatedTokens: number;
  /** When `sampling.alternatives` asks for it. */
  readonly choice?: TokenChoice;
}

export interface GenerationEnd {
  readonly stopReason: 'end-of-generation' | 'stop-string' | 'max-tokens' | 'context-full' | 'stopped';
  readonly generatedTokens: number;
  readonly promptMs: number;
  readonly generationMs: number;
  /** Tokens that were guessed ahead and checked, and those of them that were right; null without speculation. */
  readonly draft: { readonly checkedTokens: number; readonly acceptedTokens: number } | null;
}

export type EngineMessage =
  /** Sent once, when the backend is up and requests are read. */
  | { readonly kind: 'ready' }
  /** Work goes on that cannot tell how far it is. */
  | { readonly kind: 'alive'; readonly id: number }
  | { readonly kind: 'load-progress'; readonly id: number; readonly fraction: number }
  | { readonly kind: 'loaded'; readonly id: number; readonly model: LoadedModelFacts }
  | { readonly kind: 'unloaded'; readonly id: number }
  | { readonly kind: 'rendered'; readonly id: number; readonly rendered: RenderedPrompt }
  | { readonly kind: 'parsed'; readonly id: number; readonly tokens: Uint32Array }
  | { readonly kind: 'counted'; readonly id: number; readonly counts: readonly number[] }
  | { readonly kind: 'matched'; readonly id: number; readonly sequences: readonly SequenceMatch[] }
  | { readonly kind: 'state-saved'; readonly id: number; readonly tokens: Uint32Array }
  | { readonly kind: 'state-loaded'; readonly id: number }
  | { readonly kind: 'started'; readonly id: number; readonly figures: GenerationFigures }
  | { readonly kind: 'reading'; readonly id: number; readonly tokensDone: number; readonly tokensTotal: number }
  | { readonly kind: 'text'; readonly id: number; readonly steps: readonly TextStep[] }
  | { readonly kind: 'finished'; readonly id: number; readonly end: GenerationEnd }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorReport };

/** The backend could not be started at all; the process ends after saying so. */
export interface EngineUnavailable {
  readonly kind: 'unavailable';
  readonly reason: string;
}

export type FromEngine = EngineMessage | EngineUnavailable;

/** Environment variable of the engine process: a name of `BACKENDS`; without it the engine takes the best. */
export const BACKEND_VARIABLE = 'SARVI_ENGINE_BACKEND';
