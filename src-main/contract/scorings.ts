/** How likely each token of an answer is for one model, or for two. Natural logarithms at temperature 1. */
import * as v from 'valibot';
import { ErrorReport } from './errors.ts';
import { ConversationId, Count, Fraction, JobId, MessageId, ModelId } from './primitives.ts';

/** The longest message, in UTF-16 units. */
const MOST_TEXT_LENGTH = 4_000_000;
/** How many of the most likely tokens are listed for each place. */
export const MOST_LIKELY = 8;

/** The text to score: an answer of the history after what the model saw, or a text after a prompt. */
export const ScoringSource = v.variant('kind', [
  v.strictObject({ kind: v.literal('message'), conversationId: ConversationId, messageId: MessageId }),
  v.strictObject({
    kind: v.literal('text'),
    systemPrompt: v.optional(v.pipe(v.string(), v.maxLength(MOST_TEXT_LENGTH)), ''),
    prompt: v.pipe(v.string(), v.maxLength(MOST_TEXT_LENGTH)),
    answer: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MOST_TEXT_LENGTH)),
  }),
]);
export type ScoringSource = v.InferOutput<typeof ScoringSource>;

const LikelyToken = v.strictObject({ id: Count, text: v.string(), logprob: v.number() });

const TokenScore = v.strictObject({
  logprob: v.number(),
  /** 1 for the most likely token. */
  rank: Count,
  /** In nats; null where a server elsewhere has read the text, since servers tell no whole distributions. */
  entropy: v.nullable(v.number()),
  likeliest: v.array(LikelyToken),
});
export type TokenScore = v.InferOutput<typeof TokenScore>;

/** One token of the answer for the first model, and for the second one if there is one. */
export const ScoredToken = v.strictObject({
  ...TokenScore.entries,
  id: Count,
  /** The text that it adds; empty until a character is complete. */
  text: v.string(),
  other: v.optional(TokenScore),
  /** The divergence of the other model from the first over the whole vocabulary, in nats; missing as entropies are. */
  kl: v.optional(v.number()),
});
export type ScoredToken = v.InferOutput<typeof ScoredToken>;

export const Scoring = v.strictObject({
  modelId: ModelId,
  otherId: v.nullable(ModelId),
  /** Where it was read: `cpu`, or what a server elsewhere is called. */
  backend: v.string(),
  /** Tokens before the answer. */
  promptTokens: Count,
  tokens: v.array(ScoredToken),
  /** Whether the answer's end is the last token. */
  withEnd: v.boolean(),
  /** The first model's distributions were rounded to 16 bits, because both models did not fit into memory at once. */
  isRounded: v.boolean(),
  /** The model that generated this answer by always choosing the most likely token; null if that is unknown. */
  greedyAnswerOf: v.nullable(ModelId),
});
export type Scoring = v.InferOutput<typeof Scoring>;

/** One scoring job. The last finished ones stay in memory, with their results. */
export const ScoringJob = v.strictObject({
  id: JobId,
  modelId: ModelId,
  otherId: v.nullable(ModelId),
  state: v.picklist(['running', 'finished', 'failed', 'cancelled']),
  phase: v.picklist(['waiting', 'loading', 'reading']),
  fraction: Fraction,
  error: v.nullable(ErrorReport),
});
export type ScoringJob = v.InferOutput<typeof ScoringJob>;
