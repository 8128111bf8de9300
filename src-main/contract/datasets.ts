/** Data sets for training: rows from votes, thumbs, edited answers and conversations, and frozen copies of them. */
import * as v from 'valibot';
import { Role } from './messages.ts';
import {
  ComparisonId,
  ConversationId,
  Count,
  FolderId,
  Fraction,
  MessageId,
  ModelId,
  TagId,
  TimestampMs,
} from './primitives.ts';

/** `preference` has a chosen and a rejected answer, `kto` one answer with a label, `sft` whole conversations. */
export const DATASET_KINDS = ['preference', 'kto', 'sft'] as const;
export const DatasetKind = v.picklist(DATASET_KINDS);
export type DatasetKind = v.InferOutput<typeof DatasetKind>;

export const ROW_SOURCES = ['votes', 'edits', 'siblings', 'thumbs', 'conversations'] as const;
export const RowSource = v.picklist(ROW_SOURCES);
export type RowSource = v.InferOutput<typeof RowSource>;

/** The sources that each kind can have. */
export const SOURCES_OF_KIND: Readonly<Record<DatasetKind, readonly RowSource[]>> = {
  preference: ['votes', 'edits', 'siblings'],
  kto: ['votes', 'thumbs'],
  sft: ['conversations', 'edits', 'thumbs'],
};

/** The longest row in tokens, prompt and answer together, unless the user says otherwise. */
export const DEFAULT_MOST_TOKENS = 4096;
export const MOST_DATASETS = 200;
export const MOST_DATASET_ROWS = 20_000;

export const DatasetQuery = v.strictObject({
  kind: DatasetKind,
  sources: v.pipe(v.array(RowSource), v.minLength(1), v.maxLength(ROW_SOURCES.length)),
  /** Null for the votes of all comparisons. */
  comparisonIds: v.optional(v.nullable(v.pipe(v.array(ComparisonId), v.maxLength(1000))), null),
  /** Only conversations of this folder, or with this tag; null for all of them. */
  folderId: v.optional(v.nullable(FolderId), null),
  tagId: v.optional(v.nullable(TagId), null),
  /** The model whose tokenizer and chat template count tokens; null counts none. */
  modelId: v.optional(v.nullable(ModelId), null),
  mostTokens: v.optional(v.pipe(Count, v.minValue(16), v.maxValue(1_000_000)), DEFAULT_MOST_TOKENS),
  /** The share of prompts that are kept for testing. */
  testShare: v.optional(v.pipe(Fraction, v.maxValue(0.5)), 0.1),
  seed: v.optional(v.pipe(Count, v.maxValue(2 ** 32 - 1)), 42),
  /** Whether answers count that were cut at their limit, or stopped. */
  keepCut: v.optional(v.boolean(), false),
});
export type DatasetQuery = v.InferOutput<typeof DatasetQuery>;

export const Dataset = v.strictObject({
  id: v.string(),
  name: v.string(),
  query: DatasetQuery,
  createdAt: TimestampMs,
  updatedAt: TimestampMs,
  versions: Count,
});
export type Dataset = v.InferOutput<typeof Dataset>;

/** Why a row is left out. */
export const OMISSIONS = [
  'by-hand',
  'empty',
  'identical',
  'cut',
  'tie',
  'contradicting',
  'duplicate',
  'too-long',
  'control-token',
  'wrong-turns',
] as const;
export const Omission = v.picklist(OMISSIONS);
export type Omission = v.InferOutput<typeof Omission>;

export const Said = v.strictObject({ role: Role, content: v.string() });
export type Said = v.InferOutput<typeof Said>;

export const RowAnswer = v.strictObject({
  text: v.string(),
  /** Null when no model wrote it, or nobody knows which. */
  modelName: v.nullable(v.string()),
  messageId: MessageId,
  /** Null when no tokenizer counted. */
  tokens: v.nullable(Count),
  /** The user has corrected it for this data set. */
  corrected: v.boolean(),
});
export type RowAnswer = v.InferOutput<typeof RowAnswer>;

/**
 * One example. A preference has `good` and `bad`, a KTO row one of them; an SFT row has its last answer as `good`, and
 * everything before it in the prompt.
 */
export const DatasetRow = v.strictObject({
  id: v.string(),
  source: RowSource,
  conversationId: ConversationId,
  /** For a vote. */
  comparisonId: v.nullable(ComparisonId),
  prompt: v.array(Said),
  promptTokens: v.nullable(Count),
  good: v.nullable(RowAnswer),
  bad: v.nullable(RowAnswer),
  language: v.nullable(v.string()),
  tags: v.array(v.string()),
  split: v.picklist(['train', 'test']),
  omission: v.nullable(Omission),
});
export type DatasetRow = v.InferOutput<typeof DatasetRow>;

const Counted = v.strictObject({ name: v.string(), count: Count });

/** What is in a data set, counted. */
export const DatasetFacts = v.strictObject({
  train: Count,
  test: Count,
  omitted: v.array(v.strictObject({ omission: Omission, count: Count })),
  sources: v.array(Counted),
  languages: v.array(Counted),
  /** Which model wrote how many of the good answers, and of the bad ones. */
  goodModels: v.array(Counted),
  badModels: v.array(Counted),
  /** Token counts; null when no tokenizer counted. */
  tokens: v.nullable(
    v.strictObject({
      modelName: v.string(),
      /** SHA-256 of the chat template, and the date that it was given. */
      templateSha256: v.nullable(v.string()),
      date: v.nullable(v.string()),
      total: Count,
      longest: Count,
      /** Good minus bad, on average; null for rows with one answer. */
      meanDifference: v.nullable(v.number()),
      /** The share of pairs whose good answer is the longer one. */
      goodLonger: v.nullable(Fraction),
    }),
  ),
});
export type DatasetFacts = v.InferOutput<typeof DatasetFacts>;

export const DatasetVersion = v.strictObject({
  id: v.string(),
  datasetId: v.string(),
  number: Count,
  /** That of its data set when it was frozen, which may be another one today. */
  kind: DatasetKind,
  frozenAt: TimestampMs,
  /** SHA-256 of its rows. */
  digest: v.string(),
  facts: DatasetFacts,
});
export type DatasetVersion = v.InferOutput<typeof DatasetVersion>;

export const DATASET_FORMATS = ['trl', 'parquet', 'llama-factory'] as const;
export const DatasetFormat = v.picklist(DATASET_FORMATS);
export type DatasetFormat = v.InferOutput<typeof DatasetFormat>;
