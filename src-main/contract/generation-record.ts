/** How one answer came to be. */
import * as v from 'valibot';
import { AdapterChoice } from './adapters.ts';
import { Count, Fraction, MessageId, ModelId } from './primitives.ts';
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

/** A token with the probability that it had once penalties, temperature and limits were applied, 0 to 1. */
const WeighedToken = v.strictObject({ token: Count, text: v.string(), probability: Fraction });

/** One token of an answer, and what else might have come in its place, likeliest first, itself among them. */
export const TokenChoice = v.strictObject({ ...WeighedToken.entries, alternatives: v.array(WeighedToken) });
export type TokenChoice = v.InferOutput<typeof TokenChoice>;

/** How one answer came to be; kept with its message. Times in milliseconds. */
export const GenerationRecord = v.strictObject({
  modelId: ModelId,
  /** Kept by name too, so that it survives the model's removal. */
  modelName: v.string(),
  backend: v.string(),
  sampling: Sampling,
  /** That the model took on; without it, none. */
  adapters: v.optional(v.array(AdapterChoice)),
  /** The seed that was used, given or drawn. */
  seed: Count,
  /** Tokens of the prompt that were evaluated for this answer, and those found in the KV cache. */
  freshTokens: Count,
  cachedTokens: Count,
  generatedTokens: Count,
  timeToFirstTokenMs: v.nullable(v.number()),
  promptMs: v.number(),
  generationMs: v.number(),
  /** Size of the context window, and how much of it was taken when the answer ended. */
  contextTokens: Count,
  contextUsedTokens: Count,
  /** First message that the model saw when the conversation had outgrown the window; null when it saw all. */
  memoryBeginsAt: v.nullable(MessageId),
  /** Messages of which the model saw the end only; without it, none. */
  memoryCutIds: v.optional(v.array(MessageId)),
  /** Tokens that were guessed ahead and checked, and those of them that were right; only with speculation. */
  draft: v.optional(v.strictObject({ checkedTokens: Count, acceptedTokens: Count })),
  /** How many times the answer has gone on after an end; the counts and times are then those of all its runs. */
  continuations: v.optional(Count),
  /** The user has rewritten the answer, so the figures are those of what it was made from. */
  edited: v.optional(v.literal(true)),
  /** Of every token that was chosen, the end of the generation too, when `sampling.alternatives` asks for them. */
  choices: v.optional(v.array(TokenChoice)),
});
export type GenerationRecord = v.InferOutput<typeof GenerationRecord>;
