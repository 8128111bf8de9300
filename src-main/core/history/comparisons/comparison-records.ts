import type { AdapterChoice } from '#contract/adapters';
import type { Comparison, ComparisonColumn, ComparisonKind } from '#contract/comparisons';
import { SarviError } from '#contract/errors';
import type { Sampling } from '#contract/sampling';
import { MOST_TITLE_LENGTH } from '../bounds.ts';
import type { Change } from '../change.ts';
import type { ReadableDB } from '../database.ts';

/** Columns of `comparisons` as SQLite gives them. */
export interface ComparisonRecord {
  readonly key: number;
  readonly id: string;
  readonly kind: ComparisonKind;
  readonly title: string;
  readonly title_source: 'none' | 'automatic' | 'user';
  readonly created_at: number;
  readonly updated_at: number;
  readonly deleted_at: number | null;
}

export interface ColumnRecord {
  readonly key: number;
  readonly id: string;
  readonly model_id: string;
  readonly model_name: string;
  readonly adapters: string;
  readonly preset_name: string | null;
  readonly sampling: string;
  readonly system_prompt: string;
  readonly template_model_id: string | null;
}

/** @throws SarviError `comparison-unknown`, also for one in the trash */
export function findComparison(database: ReadableDB, comparisonId: string): ComparisonRecord {
  const record = database.row<ComparisonRecord>(
    'SELECT * FROM comparisons WHERE id = ? AND deleted_at IS NULL',
    comparisonId,
  );
  if (record === undefined) throw new SarviError('comparison-unknown', { comparisonId });
  return record;
}

/** From left to right. */
export function columnsOf(database: ReadableDB, comparisonKey: number): ColumnRecord[] {
  return database.rows<ColumnRecord>(
    'SELECT * FROM comparison_columns WHERE comparison_key = ? ORDER BY position',
    comparisonKey,
  );
}

export function comparisonOf(database: ReadableDB, record: ComparisonRecord): Comparison {
  const columns = columnsOf(database, record.key).map(columnOf);
  const rows = database.row<{ count: number }>(
    'SELECT count(*) AS count FROM comparison_rows WHERE comparison_key = ?',
    record.key,
  );
  return {
    id: record.id,
    title: record.title.slice(0, MOST_TITLE_LENGTH),
    kind: record.kind,
    columns,
    rowCount: rows?.count ?? 0,
    controls: controlsOf(columns),
    createdAt: record.created_at,
    updatedAt: record.updated_at,
    deletedAt: record.deleted_at,
  };
}

/** Reports the present state of a comparison to the main thread, and returns it. */
export function announceComparison(change: Change, comparisonId: string): Comparison {
  const comparison = comparisonOf(change.database, findComparison(change.database, comparisonId));
  change.announce('comparison.changed', { kind: 'changed', comparison });
  return comparison;
}

function columnOf(record: ColumnRecord): ComparisonColumn {
  return {
    id: record.id,
    modelId: record.model_id,
    modelName: record.model_name,
    adapters: JSON.parse(record.adapters) as AdapterChoice[],
    presetName: record.preset_name,
    sampling: JSON.parse(record.sampling) as Sampling,
    systemPrompt: record.system_prompt,
    templateModelId: record.template_model_id,
  };
}

function controlsOf(columns: readonly ComparisonColumn[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const { id, modelName: _name, presetName: _preset, ...rest } of columns) {
    const adapters = rest.adapters.map(({ adapterId, scale }) => ({ adapterId, scale }));
    const sampling = Object.entries(rest.sampling).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify({ ...rest, adapters, sampling });
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  return [...groups.values()].filter((ids) => ids.length > 1);
}
