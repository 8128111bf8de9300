/** Perplexity of a model on a text, and how far its probabilities are from another model's, as llama.cpp computes them. */
import * as v from 'valibot';
import { ErrorReport } from './errors.ts';
import { Count, FilePath, Fraction, JobId, ModelId, TimestampMs } from './primitives.ts';

/** Tokens of a chunk: of fewer, too few are counted; more than any model was trained for. */
export const LEAST_CHUNK_TOKENS = 64;
export const MOST_CHUNK_TOKENS = 1_048_576;
/** Of llama.cpp, and of all published figures. */
export const USUAL_CHUNK_TOKENS = 512;

export const OWN_TEXTS = ['fi', 'en'] as const;
export type OwnText = (typeof OWN_TEXTS)[number];

/** A text of Sarvi's own, or a file in UTF-8. */
export const PerplexitySource = v.variant('kind', [
  v.strictObject({ kind: v.literal('own'), language: v.picklist(OWN_TEXTS) }),
  v.strictObject({ kind: v.literal('file'), path: FilePath }),
]);
export type PerplexitySource = v.InferOutput<typeof PerplexitySource>;

/** A value and its standard error. */
const Estimate = v.strictObject({ value: v.number(), error: v.number() });
/** Null where a figure is not a number: a correlation of something that does not vary. */
const Figure = v.nullable(v.number());

/** Places of a sorted list: from the largest value to the smallest, each at a share of the list. */
export const DIVERGENCE_SHARES = [1, 0.999, 0.99, 0.95, 0.9, 0.5, 0.1, 0.05, 0.01, 0.001, 0] as const;
export const DELTA_SHARES = [1, 0.999, 0.99, 0.95, 0.9, 0.75, 0.5, 0.25, 0.1, 0.05, 0.01, 0.001, 0] as const;
const Quantile = v.strictObject({ share: Fraction, value: v.number() });

/** What llama.cpp prints of a model against a base. Logarithms are natural; probabilities are of the text's own token. */
export const DivergenceFigures = v.strictObject({
  basePerplexity: Estimate,
  /** Of the two log-likelihoods. */
  correlation: Figure,
  logRatio: Estimate,
  ratio: Estimate,
  difference: Estimate,
  /** KL(base || model) in nats. */
  divergence: Estimate,
  divergenceQuantiles: v.array(Quantile),
  /** The model's probability minus the base's. */
  delta: Estimate,
  deltaQuantiles: v.array(Quantile),
  /** Root of the mean square. */
  deltaRms: v.strictObject({ value: v.number(), error: Figure }),
  /** The share of places where both have the same likeliest token. */
  sameTop: Estimate,
});
export type DivergenceFigures = v.InferOutput<typeof DivergenceFigures>;

export const PerplexityFigures = v.strictObject({
  perplexity: Estimate,
  against: v.nullable(DivergenceFigures),
});
export type PerplexityFigures = v.InferOutput<typeof PerplexityFigures>;

/** One measurement with everything that is needed to repeat it. */
export const PerplexityResult = v.strictObject({
  ...PerplexityFigures.entries,
  id: JobId,
  modelId: ModelId,
  modelName: v.string(),
  /** `Q4_K_M`; null for a file outside the library. */
  fileType: v.nullable(v.string()),
  measuredAt: TimestampMs,
  /** The base: a model, or a file of log-probabilities (without an id). */
  base: v.nullable(
    v.strictObject({ modelId: v.nullable(ModelId), name: v.string(), fileType: v.nullable(v.string()) }),
  ),
  text: v.strictObject({
    /** Null for a user's own file. */
    own: v.nullable(v.picklist(OWN_TEXTS)),
    name: v.string(),
    /** SHA-256 of the tokens that were read, 32 bits each: two results with the same one are of the same samples. */
    tokensDigest: v.string(),
  }),
  contextTokens: Count,
  chunks: Count,
  /** Tokens whose probability was counted: the second half of each chunk. */
  countedTokens: Count,
  /** Where it was measured: `cpu`, or what a server elsewhere is called. */
  backend: v.string(),
  /** llama.cpp's, with the release of the library; empty for a server elsewhere. */
  release: v.string(),
  seconds: v.number(),
});
export type PerplexityResult = v.InferOutput<typeof PerplexityResult>;

/** Two results on the same tokens, by the paired formula of llama.cpp: the first against the second. */
export const PairedPerplexities = v.strictObject({
  countedTokens: Count,
  perplexity: Estimate,
  base: Estimate,
  correlation: Figure,
  logRatio: Estimate,
  ratio: Estimate,
  difference: Estimate,
});
export type PairedPerplexities = v.InferOutput<typeof PairedPerplexities>;

/** One measurement that runs or has ended. */
export const PerplexityJob = v.strictObject({
  id: JobId,
  modelId: ModelId,
  againstId: v.nullable(ModelId),
  state: v.picklist(['running', 'finished', 'failed', 'cancelled']),
  phase: v.picklist(['waiting', 'loading', 'reading']),
  fraction: Fraction,
  /** Null until enough is done to tell. */
  secondsLeft: v.nullable(v.number()),
  error: v.nullable(ErrorReport),
});
export type PerplexityJob = v.InferOutput<typeof PerplexityJob>;
