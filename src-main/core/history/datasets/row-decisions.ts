import type { Change } from '../change.ts';
import { clean } from '../clean.ts';
import type { ReadableDB } from '../database.ts';
import type { RequestInput } from '../protocol.ts';
import { findDataset } from './dataset-records.ts';
import type { RowDecision } from './source-row.ts';

interface DecisionRecord {
  readonly row_id: string;
  readonly excluded: 0 | 1;
  readonly good_text: string | null;
  readonly bad_text: string | null;
  readonly tags: string;
}

export function decisionsOf(database: ReadableDB, datasetKey: number): RowDecision[] {
  const sql = 'SELECT row_id, excluded, good_text, bad_text, tags FROM dataset_decisions WHERE dataset_key = ?';
  return database.rows<DecisionRecord>(sql, datasetKey).map(decisionOf);
}

/** @throws SarviError `dataset-unknown` */
export function decideRow(change: Change, input: RequestInput<'datasets.decide'>): null {
  const { database, nowMs } = change;
  const { key } = findDataset(database, input.datasetId);
  const record = database.row<DecisionRecord>(
    'SELECT row_id, excluded, good_text, bad_text, tags FROM dataset_decisions WHERE dataset_key = ? AND row_id = ?',
    key,
    input.rowId,
  );
  const former = record === undefined ? null : decisionOf(record);
  const textOf = (wanted: string | null | undefined, old: string | null): string | null => {
    if (wanted === undefined) return old;
    return wanted === null ? null : clean(wanted);
  };
  database.write(
    `INSERT INTO dataset_decisions (dataset_key, row_id, excluded, good_text, bad_text, tags)
     VALUES (:key, :rowId, :excluded, :goodText, :badText, :tags)
     ON CONFLICT (dataset_key, row_id) DO UPDATE SET
       excluded = :excluded, good_text = :goodText, bad_text = :badText, tags = :tags`,
    {
      key,
      rowId: input.rowId,
      excluded: Number(input.excluded ?? former?.excluded ?? false),
      goodText: textOf(input.goodText, former?.goodText ?? null),
      badText: textOf(input.badText, former?.badText ?? null),
      tags: JSON.stringify(input.tags ?? former?.tags ?? []),
    },
  );
  database.write('UPDATE datasets SET updated_at = ? WHERE key = ?', nowMs, key);
  change.announce('datasets.changed', null);
  return null;
}

function decisionOf(record: DecisionRecord): RowDecision {
  return {
    rowId: record.row_id,
    excluded: record.excluded === 1,
    goodText: record.good_text,
    badText: record.bad_text,
    tags: JSON.parse(record.tags) as string[],
  };
}
