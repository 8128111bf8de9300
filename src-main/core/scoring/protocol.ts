/**
 * The messages between the app and its scoring process: one task at a time, answered with progress and then one end.
 * Messages are structured clones.
 */
import type { Backend } from '#contract/backends';
import type { ErrorReport } from '#contract/errors';
import type { ScoredToken } from '#contract/scorings';
import type { AdapterUse } from '../engine/protocol.ts';
import type { AnsweredText } from '../prompt/answered-tokens.ts';
import type { PromptMessage } from '../prompt/prompt.ts';

/** A model and its load settings. */
export interface ScoredModel {
  readonly name: string;
  /** Absolute path of the GGUF file. */
  readonly path: string;
  readonly adapters: readonly AdapterUse[];
  readonly gpuLayers: number;
  readonly threads: number;
}

/** The text to score. */
export type ScoredText =
  /** The prompt through the chat template of the first model that has one; the answer behind it, with its end. */
  | ({ readonly kind: 'answer' } & AnsweredText)
  /** Token ids; the result covers those from `from` on. */
  | { readonly kind: 'tokens'; readonly tokens: Uint32Array; readonly from: number };

export interface ScoringTask {
  readonly kind: 'score';
  readonly id: number;
  readonly backend: Backend;
  readonly models: readonly [ScoredModel] | readonly [ScoredModel, ScoredModel];
  readonly text: ScoredText;
  /** How many of the most likely tokens the result lists for each place. */
  readonly mostLikely: number;
  /**
   * Where the first model's distributions are stored if the models are in memory one after the other; null if both are
   * at the same time.
   */
  readonly distributionPath: string | null;
}

/** Ends a task between two batches; its answer is `failed` with `cancelled`. */
export interface CancelRequest {
  readonly kind: 'cancel';
  readonly id: number;
}

/** Splits a text into tokens; its answer says what the model needs of it. Loads the last model. */
export interface TokensTask {
  readonly kind: 'tokens';
  readonly id: number;
  readonly backend: Backend;
  readonly models: ScoringTask['models'];
  readonly text: string;
}

export interface TokensOutcome {
  /** With the token that begins a text, where the model adds one. */
  readonly tokens: Uint32Array;
  readonly vocabularySize: number;
  readonly trainedTokens: number;
  /** llama.cpp's. */
  readonly release: string;
}

/** Reads chunks of one length, each by itself, and tells of each token of their second halves. */
export interface ChunksTask {
  readonly kind: 'chunks';
  readonly id: number;
  readonly backend: Backend;
  /** The second one is the base, if both are in memory at once. */
  readonly models: ScoringTask['models'];
  /** Chunk after chunk. */
  readonly tokens: Uint32Array;
  readonly contextTokens: number;
  /** How many tokens of each chunk go through the model at once. */
  readonly passTokens: readonly number[];
  readonly baseFile: BaseRecords | null;
}

/** Records in a base file, from byte `from` on: rounded distributions of one model, written or held against. */
export interface BaseRecords {
  readonly mode: 'read' | 'write';
  readonly path: string;
  readonly from: number;
}

export interface ChunksOutcome {
  /** The negative log-likelihood of each token that is counted, in nats. */
  readonly samples: Float32Array;
  readonly against: AgainstBase | null;
}

/** For each counted token. */
export interface AgainstBase {
  readonly baseSamples: Float32Array;
  /** KL(base || model) in nats. */
  readonly divergences: Float32Array;
  /** Of the token's probability: the model's minus the base's. */
  readonly deltas: Float32Array;
  /** 1 where both have the same likeliest token. */
  readonly sameTop: Uint8Array;
}

/** Counts the tokens of prompts and answers. Reads the model's vocabulary, and none of its weights. */
export interface CountTask {
  readonly kind: 'count';
  readonly id: number;
  readonly backend: Backend;
  readonly models: readonly [ScoredModel];
  readonly texts: readonly { readonly messages: readonly PromptMessage[]; readonly answers: readonly string[] }[];
  readonly tellsDate: boolean;
}

export interface CountOutcome {
  /** Of each text: its prompt through the chat template, then each answer with the token that ends it. */
  readonly counts: readonly (readonly number[])[];
  /** Of each text: whether words in it spell a control token, which a trainer's tokenizer would read as one. */
  readonly spellControls: readonly boolean[];
  /** Null for a model without a chat template. */
  readonly templateSha256: string | null;
}

/** Adds up the log-probabilities of answers behind their prompts under one model. */
export interface SumsTask {
  readonly kind: 'sums';
  readonly id: number;
  readonly backend: Backend;
  readonly models: readonly [ScoredModel];
  /** Models whose vocabularies must be the same as that model's; the first one's chat template is used if it has one. */
  readonly relatives: readonly Pick<ScoredModel, 'name' | 'path'>[];
  readonly texts: readonly { readonly messages: readonly PromptMessage[]; readonly answers: readonly string[] }[];
}

export interface AnswerSum {
  /** With the tokens that end the answer. */
  readonly tokens: number;
  /** In nats. */
  readonly logprob: number;
}

export interface SumsOutcome {
  /** Of each text in order its answers; null for a text that is longer than the model's window. */
  readonly sums: readonly (readonly AnswerSum[] | null)[];
}

export type AnyTask = ScoringTask | TokensTask | ChunksTask | CountTask | SumsTask;
export type TaskKind = AnyTask['kind'];
export interface Outcomes {
  readonly score: ScoringOutcome;
  readonly tokens: TokensOutcome;
  readonly chunks: ChunksOutcome;
  readonly count: CountOutcome;
  readonly sums: SumsOutcome;
}
export type ToScoring = AnyTask | CancelRequest;

export interface ScoringOutcome {
  /** The tokens before the answer. */
  readonly promptIds: Uint32Array;
  readonly tokens: ScoredToken[];
  /**
   * Whether the first model's distributions were rounded to 16 bits, because the models were in memory one after the
   * other.
   */
  readonly isRounded: boolean;
  /** Type of the KV cache. */
  readonly kvCacheType: 'f32' | 'f16';
  /** Time in llama.cpp's own computation, and in all of the scoring. */
  readonly decodeMs: number;
  readonly readMs: number;
}

export type FromScoring =
  | { readonly kind: 'progress'; readonly id: number; readonly phase: 'loading' | 'reading'; readonly fraction: number }
  | { readonly kind: 'done'; readonly id: number; readonly outcome: Outcomes[TaskKind] }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorReport };
