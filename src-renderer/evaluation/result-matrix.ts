import type { EvaluationRun, MeasuredMetric, TaskName } from '#contract/evaluations';
import type { PerplexityResult } from '#contract/perplexities';
import type { PublishedModel } from '#contract/published-results';
import type { ModelId } from '#contract/primitives';

/** A task, or one of the figures of a task. */
export interface ResultColumn {
  readonly key: ColumnKey;
  readonly task: TaskName | null;
  /** The names that its figure may have. */
  readonly metrics: readonly RegExp[];
  /** Whether the published figure is this one. */
  readonly isPublished: boolean;
}

export type ColumnKey =
  | 'ifeval-fi-strict'
  | 'ifeval-fi-loose'
  | 'ifeval-en-strict'
  | 'ifeval-en-loose'
  | Exclude<TaskName, `ifeval-${string}`>
  | 'perplexity-fi'
  | 'perplexity-en';

const STRICT = [/^prompt_level_strict_acc$/];
const LOOSE = [/^prompt_level_loose_acc$/];
const CONTROLLED = [/^length_controlled_/];
const SCORE = [/^score$/];

export const RESULT_COLUMNS: readonly ResultColumn[] = [
  { key: 'ifeval-fi-strict', task: 'ifeval-fi', metrics: STRICT, isPublished: false },
  { key: 'ifeval-fi-loose', task: 'ifeval-fi', metrics: LOOSE, isPublished: true },
  { key: 'ifeval-en-strict', task: 'ifeval-en', metrics: STRICT, isPublished: false },
  { key: 'ifeval-en-loose', task: 'ifeval-en', metrics: LOOSE, isPublished: true },
  { key: 'mt-bench-fi', task: 'mt-bench-fi', metrics: SCORE, isPublished: true },
  { key: 'mt-bench-en', task: 'mt-bench-en', metrics: SCORE, isPublished: true },
  { key: 'alpaca-eval-fi', task: 'alpaca-eval-fi', metrics: CONTROLLED, isPublished: true },
  { key: 'alpaca-eval-en', task: 'alpaca-eval-en', metrics: CONTROLLED, isPublished: true },
  { key: 'perplexity-fi', task: null, metrics: [], isPublished: false },
  { key: 'perplexity-en', task: null, metrics: [], isPublished: false },
];

export interface ResultCell {
  readonly run: EvaluationRun;
  readonly metric: MeasuredMetric;
}

/** A model as it was measured: the same file with the same adapters is one row. */
export interface ResultRow {
  readonly key: string;
  readonly modelId: ModelId;
  readonly name: string;
  readonly fileType: string | null;
  readonly hasAdapters: boolean;
  readonly cells: ReadonlyMap<ColumnKey, ResultCell>;
  readonly perplexities: ReadonlyMap<ColumnKey, PerplexityResult>;
  /** The published figures of the same model in its original precision. */
  readonly published: PublishedModel | null;
}

export function metricOf(run: EvaluationRun, { metrics }: Pick<ResultColumn, 'metrics'>): MeasuredMetric | null {
  return run.metrics.find(({ name }) => metrics.some((pattern) => pattern.test(name))) ?? null;
}

/** Rows in the order of the latest run; of several runs of one task, the one that says most. */
export function resultRows(
  runs: readonly EvaluationRun[],
  perplexities: readonly PerplexityResult[],
  publishedOf: (modelId: ModelId) => PublishedModel | null,
): ResultRow[] {
  const rows = new Map<string, ResultRow & Writable>();
  for (const run of runs) {
    const { model, adapters, task } = run.configuration;
    const key = `${model.id} ${model.checksum} ${JSON.stringify(adapters)}`;
    const row = rows.get(key) ?? emptyRow(key, model.id, model.name, model.fileType, adapters.length > 0, publishedOf);
    for (const column of RESULT_COLUMNS) {
      const metric = column.task === task ? metricOf(run, column) : null;
      const known = row.cells.get(column.key);
      if (metric && (!known || saysMore(run, known.run))) row.cells.set(column.key, { run, metric });
    }
    if (row.cells.size > 0) rows.set(key, row);
  }
  for (const result of perplexities) {
    if (result.text.own === null) continue;
    const known = [...rows.values()].find(({ modelId, hasAdapters }) => modelId === result.modelId && !hasAdapters);
    const key = `${result.modelId} perplexity`;
    const row = known ?? emptyRow(key, result.modelId, result.modelName, result.fileType, false, publishedOf);
    const column = `perplexity-${result.text.own}` as const;
    // The newest comes first.
    if (!row.perplexities.has(column)) row.perplexities.set(column, result);
    if (!known) rows.set(key, row);
  }
  return [...rows.values()];
}

interface Writable {
  readonly cells: Map<ColumnKey, ResultCell>;
  readonly perplexities: Map<ColumnKey, PerplexityResult>;
}

function emptyRow(
  key: string,
  modelId: ModelId,
  name: string,
  fileType: string | null,
  hasAdapters: boolean,
  publishedOf: (modelId: ModelId) => PublishedModel | null,
): ResultRow & Writable {
  const published = publishedOf(modelId);
  return { key, modelId, name, fileType, hasAdapters, cells: new Map(), perplexities: new Map(), published };
}

/** A file's set before Sarvi's own, then more samples, then the newer one. */
function saysMore(run: EvaluationRun, known: EvaluationRun): boolean {
  const [own, other] = [run.configuration.data.isOwn, known.configuration.data.isOwn];
  if (own !== other) return !own;
  if (run.judged !== known.judged) return run.judged > known.judged;
  return run.createdAt > known.createdAt;
}
