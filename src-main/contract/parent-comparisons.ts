/** What training has changed of a model: it and its parent on rows that were kept for testing. */
import * as v from 'valibot';
import { AdapterChoice, AdapterId, AdapterScale, DEFAULT_ADAPTER_SCALE } from './adapters.ts';
import { BACKENDS } from './backends.ts';
import { DATASET_KINDS } from './datasets.ts';
import { ErrorReport } from './errors.ts';
import { Count, EvaluationId, FilePath, Fraction, ModelId, TimestampMs } from './primitives.ts';
import { Estimate } from './statistics.ts';

/** A model of the library, or an adapter on its parent. */
export const Child = v.variant('kind', [
  v.strictObject({ kind: v.literal('model'), modelId: ModelId }),
  v.strictObject({
    kind: v.literal('adapter'),
    adapterId: AdapterId,
    scale: v.optional(AdapterScale, DEFAULT_ADAPTER_SCALE),
  }),
]);
export type Child = v.InferOutput<typeof Child>;

/** Rows that were kept for testing: of a frozen version, or of an exported folder or a file of it. */
export const HeldOutSource = v.variant('kind', [
  v.strictObject({ kind: v.literal('version'), versionId: v.pipe(v.string(), v.nonEmpty(), v.maxLength(64)) }),
  v.strictObject({ kind: v.literal('path'), path: FilePath }),
]);
export type HeldOutSource = v.InferOutput<typeof HeldOutSource>;

const ComparedModel = v.strictObject({
  modelId: ModelId,
  name: v.string(),
  fileType: v.string(),
  /** SHA-256 of its file. */
  checksum: v.string(),
});

/** All that the figures depend on. */
export const ParentComparisonConfiguration = v.strictObject({
  /** SHA-256 of the rest, names left out. */
  digest: v.string(),
  child: v.strictObject({ ...ComparedModel.entries, adapter: v.nullable(AdapterChoice) }),
  parent: ComparedModel,
  data: v.strictObject({
    name: v.string(),
    version: v.nullable(Count),
    kind: v.picklist(DATASET_KINDS),
    /** SHA-256 of the rows that are read. */
    sha256: v.string(),
    rows: Count,
    /** Rows that are no examples of this kind. */
    unreadable: Count,
  }),
  /** Null where none is known: rewards are then log-ratios. */
  beta: v.nullable(v.number()),
  /** Of the chat template that renders both sides; null for a model without one. */
  templateSha256: v.nullable(v.string()),
  /** Whether IFEval is asked of both as well. */
  withIfeval: v.boolean(),
});
export type ParentComparisonConfiguration = v.InferOutput<typeof ParentComparisonConfiguration>;

/** The measurements of instructions that both are asked. */
export const IFEVAL_TASKS = ['ifeval-en', 'ifeval-fi'] as const;
export type IfevalTask = (typeof IFEVAL_TASKS)[number];

/** A mean with its interval of 95 %; one sample has none. */
export const MeanEstimate = v.strictObject({
  value: v.number(),
  low: v.nullable(v.number()),
  high: v.nullable(v.number()),
});
export type MeanEstimate = v.InferOutput<typeof MeanEstimate>;

/** Sums are over the tokens of answers alone, to the token that ends them. */
export const ParentComparisonFigures = v.strictObject({
  /** Rows that both models have read. */
  rows: Count,
  /** Rows that do not fit into the models' window. */
  tooLong: Count,
  preference: v.nullable(
    v.strictObject({
      /** The share of pairs with a larger implicit reward for the chosen answer; an equal one is wrong. */
      accuracy: Estimate,
      /** β · [(ln p_child − ln p_parent)(chosen) − the same of the rejected answer]. */
      margin: MeanEstimate,
      /** The share of pairs with ln p(chosen) > ln p(rejected). */
      childPrefers: Estimate,
      parentPrefers: Estimate,
      difference: v.nullable(Estimate),
      /** McNemar's exact test of that difference. */
      pValue: v.number(),
    }),
  ),
  /** The mean implicit reward of single answers; null where there is none of them. */
  rated: v.nullable(v.strictObject({ good: v.nullable(MeanEstimate), bad: v.nullable(MeanEstimate) })),
  /** Of the good answers: those of conversations, the chosen, or the ones with a good mark. Null without any. */
  perplexity: v.nullable(
    v.strictObject({
      tokens: Count,
      child: v.number(),
      parent: v.number(),
      /** The child's divided by the parent's; the interval draws whole rows with replacement. */
      ratio: MeanEstimate,
    }),
  ),
});
export type ParentComparisonFigures = v.InferOutput<typeof ParentComparisonFigures>;

export const ParentComparison = v.strictObject({
  id: EvaluationId,
  createdAt: TimestampMs,
  configuration: ParentComparisonConfiguration,
  state: v.picklist(['running', 'paused', 'finished']),
  phase: v.picklist(['child', 'parent', 'ifeval', 'ended']),
  /** Of reading the rows, under both models together. */
  fraction: Fraction,
  secondsLeft: v.nullable(v.number()),
  backend: v.nullable(v.picklist(BACKENDS)),
  /** Why it paused by itself. */
  error: v.nullable(ErrorReport),
  /** Null until both have read a row. */
  figures: v.nullable(ParentComparisonFigures),
  /** The runs of IFEval, in both languages. */
  ifeval: v.array(
    v.strictObject({
      task: v.picklist(IFEVAL_TASKS),
      childRun: v.nullable(EvaluationId),
      parentRun: v.nullable(EvaluationId),
    }),
  ),
});
export type ParentComparison = v.InferOutput<typeof ParentComparison>;
