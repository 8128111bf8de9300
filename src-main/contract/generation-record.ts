/** How one answer came to be. */
import * as v from 'valibot';
import { AdapterChoice } from './adapters.ts';
import { Count, Fraction, MessageId, ModelId } from './primitives.ts';
import { RemoteHost, RemoteKind } from './remotes.ts';
import { Sampling } from './sampling.ts';

export const STOP_REASONS = [
  'end-of-generation',
  'stop-string',
  'max-tokens',
  'context-full',
  'stopped',
  'failed',
  // The user has rewritten it.
  'edited',
] as const;
export const StopReason = v.picklist(STOP_REASONS);
export type StopReason = v.InferOutput<typeof StopReason>;

/**
 * A token with its probability, 0 to 1, after penalties, temperature and limits; of a server elsewhere as that tells
 * it, mostly before them.
 */
const WeighedToken = v.strictObject({
  /** Its id; missing where a server does not tell it. */
  token: v.optional(Count),
  text: v.string(),
  probability: Fraction,
});

/** One token of an answer with the likeliest candidates at its place, itself among them. */
export const TokenChoice = v.strictObject({ ...WeighedToken.entries, alternatives: v.array(WeighedToken) });
export type TokenChoice = v.InferOutput<typeof TokenChoice>;

/** The server elsewhere that wrote an answer. */
export const RemoteRecord = v.strictObject({
  host: RemoteHost,
  kind: RemoteKind,
  /** What was sent: the tokens that Sarvi made of the conversation, or the messages, of which the server made its own. */
  sent: v.picklist(['tokens', 'messages']),
  /** The counts of the prompt are the server's or exact; an estimate otherwise. */
  counted: v.boolean(),
});
export type RemoteRecord = v.InferOutput<typeof RemoteRecord>;

/** Prompts that were read in more pieces are not remembered piece by piece. */
export const MOST_CHUNKS = 256;

/** All that the computation of an answer depends on besides model, sampling and seed. Digests are SHA-256. */
export const RunSetup = v.strictObject({
  /** Of the model's file at its import; null for a model that has none. */
  modelChecksum: v.nullable(v.string()),
  /** Where llama.cpp comes from, and its release. */
  llamaCpp: v.string(),
  /** Null where there was no choice. */
  threads: v.nullable(Count),
  gpuLayers: Count,
  /** Of the chat template; null without one. */
  templateSha256: v.nullable(v.string()),
  /** Of the prompt's token ids, 32 bits each, little-endian. */
  promptSha256: v.string(),
  /** Of the model's and the adapters' files, engine, backend, window and cache type. */
  stateKey: v.string(),
  /** No other answer was computed meanwhile. */
  alone: v.boolean(),
  /** How many tokens of the prompt were read at once, in order; null for very many. */
  chunks: v.nullable(v.pipe(v.array(Count), v.maxLength(MOST_CHUNKS))),
});
export type RunSetup = v.InferOutput<typeof RunSetup>;

/** How one answer was generated; kept with its message. Times in milliseconds. */
export const GenerationRecord = v.strictObject({
  modelId: ModelId,
  /** Kept, so that the name is known after the model is removed. */
  modelName: v.string(),
  backend: v.string(),
  sampling: Sampling,
  /** The model's adapters; missing when there were none. */
  adapters: v.optional(v.array(AdapterChoice)),
  /** The seed that was used, given or drawn. */
  seed: Count,
  /** Tokens of the prompt that were evaluated for this answer, and those found in the KV cache; of its first run. */
  freshTokens: Count,
  cachedTokens: Count,
  generatedTokens: Count,
  /** Tokens of the text that a rewritten answer was continued from; `generatedTokens` has none of them. */
  keptTokens: v.optional(Count),
  timeToFirstTokenMs: v.nullable(v.number()),
  promptMs: v.number(),
  generationMs: v.number(),
  /** Size of the context window, and the tokens in it when the answer ended. */
  contextTokens: Count,
  contextUsedTokens: Count,
  /** The first message that the model saw when the conversation was longer than the window; null when it saw all. */
  memoryBeginsAt: v.nullable(MessageId),
  /** Messages of which the model saw only the end; missing when there were none. */
  memoryCutIds: v.optional(v.array(MessageId)),
  /** How many guessed tokens were checked, and how many were right; only with speculation. */
  draft: v.optional(v.strictObject({ checkedTokens: Count, acceptedTokens: Count })),
  /**
   * How many times the answer was continued; what was generated and the times are then those of all its runs. Missing
   * in an answer that was not continued since the user has rewritten it.
   */
  continuations: v.optional(Count),
  /** The prompts of all runs but the first; missing in records of earlier versions. */
  continuedPrompts: v.optional(v.strictObject({ freshTokens: Count, cachedTokens: Count })),
  /**
   * The user has rewritten the answer, or taken another word: until it is continued the figures are those of the
   * original; then what was generated, and its times, are those of the runs since.
   */
  edited: v.optional(v.literal(true)),
  /**
   * Every chosen token, also the end of the generation, when `sampling.alternatives` asks for them; missing where a
   * server elsewhere does not tell them.
   */
  choices: v.optional(v.array(TokenChoice)),
  /** Missing in records of earlier versions, and where it was not generated here. */
  setup: v.optional(RunSetup),
  /** Where it was generated, when that was not this computer. */
  remote: v.optional(RemoteRecord),
});
export type GenerationRecord = v.InferOutput<typeof GenerationRecord>;

/** The prompt of every run was read into an empty cache; null where the record does not tell. */
export function ranCold({ cachedTokens, continuations, continuedPrompts }: GenerationRecord): boolean | null {
  if (cachedTokens > 0) return false;
  if (continuations === undefined) return true;
  return continuedPrompts ? continuedPrompts.cachedTokens === 0 : null;
}
