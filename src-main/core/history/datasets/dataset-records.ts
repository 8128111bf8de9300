import { randomUUID } from 'node:crypto';
import { type Dataset, type DatasetQuery, MOST_DATASETS } from '#contract/datasets';
import { SarviError } from '#contract/errors';
import type { Change } from '../change.ts';
import type { ReadableDB } from '../database.ts';
import { freeName, requireRoom } from '../free-name.ts';
import type { RequestInput } from '../protocol.ts';

/** Columns of `datasets` as SQLite gives them. */
export interface DatasetRecord {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly created_at: number;
  readonly updated_at: number;
}

export function listDatasets(database: ReadableDB): { datasets: Dataset[] } {
  const records = database.rows<DatasetRecord>(`SELECT * FROM datasets ORDER BY name_key LIMIT ${MOST_DATASETS}`);
  return { datasets: records.map((record) => datasetOf(database, record)) };
}

/** @throws SarviError `name-taken`, `invalid-input` when there are too many */
export function createDataset(change: Change, input: RequestInput<'datasets.create'>): Dataset {
  const { database, nowMs } = change;
  const { name, nameKey } = freeName(database, 'datasets', input.name, null);
  requireRoom(database, 'datasets', MOST_DATASETS);
  const id = randomUUID();
  database.write(
    `INSERT INTO datasets (id, name, name_key, query, created_at, updated_at)
     VALUES (:id, :name, :nameKey, :query, :nowMs, :nowMs)`,
    { id, name, nameKey, query: JSON.stringify(input.query), nowMs },
  );
  change.announce('datasets.changed', null);
  return datasetOf(database, findDataset(database, id));
}

/** @throws SarviError `dataset-unknown`, `name-taken` */
export function updateDataset(change: Change, input: RequestInput<'datasets.update'>): Dataset {
  const { database, nowMs } = change;
  const record = findDataset(database, input.datasetId);
  const { name, nameKey } = freeName(database, 'datasets', input.name ?? record.name, record.key);
  database.write(
    'UPDATE datasets SET name = ?, name_key = ?, query = ?, updated_at = ? WHERE key = ?',
    name,
    nameKey,
    input.query === undefined ? record.query : JSON.stringify(input.query),
    nowMs,
    record.key,
  );
  change.announce('datasets.changed', null);
  return datasetOf(database, findDataset(database, input.datasetId));
}

/** @throws SarviError `dataset-unknown` */
export function removeDataset(change: Change, { datasetId }: RequestInput<'datasets.remove'>): null {
  const { key } = findDataset(change.database, datasetId);
  change.database.write('DELETE FROM datasets WHERE key = ?', key);
  change.announce('datasets.changed', null);
  return null;
}

/** @throws SarviError `dataset-unknown` */
export function findDataset(database: ReadableDB, id: string): DatasetRecord {
  const record = database.row<DatasetRecord>('SELECT * FROM datasets WHERE id = ?', id);
  if (record === undefined) throw new SarviError('dataset-unknown', { datasetId: id });
  return record;
}

export function datasetOf(database: ReadableDB, record: DatasetRecord): Dataset {
  const versions = 'SELECT count(*) AS count FROM dataset_versions WHERE dataset_key = ?';
  return {
    id: record.id,
    name: record.name,
    query: JSON.parse(record.query) as DatasetQuery,
    createdAt: record.created_at,
    updatedAt: record.updated_at,
    versions: database.row<{ count: number }>(versions, record.key)?.count ?? 0,
  };
}
