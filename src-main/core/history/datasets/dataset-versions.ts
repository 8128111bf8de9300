import { randomUUID } from 'node:crypto';
import type { DatasetQuery, DatasetVersion } from '#contract/datasets';
import { SarviError } from '#contract/errors';
import type { Change } from '../change.ts';
import type { ReadableDB } from '../database.ts';
import type { RequestInput, RequestOutput } from '../protocol.ts';
import { findDataset } from './dataset-records.ts';
import { digestOfRows } from './digest-of-rows.ts';
import { type FrozenFacts, frozenQuery } from './frozen-query.ts';

interface VersionRecord {
  readonly key: number;
  readonly id: string;
  readonly dataset_id: string;
  readonly number: number;
  readonly frozen_at: number;
  readonly digest: string;
  readonly facts: string;
  /** That of its data set today. */
  readonly query: string;
}

const VERSIONS = `
  SELECT v.key, v.id, d.id AS dataset_id, v.number, v.frozen_at, v.digest, v.facts, d.query
  FROM dataset_versions v CROSS JOIN datasets d ON d.key = v.dataset_key`;

/** The newest first. @throws SarviError `dataset-unknown` */
export function listVersions(
  database: ReadableDB,
  { datasetId }: RequestInput<'datasets.versions'>,
): { versions: DatasetVersion[] } {
  const { key } = findDataset(database, datasetId);
  const records = database.rows<VersionRecord>(`${VERSIONS} WHERE v.dataset_key = ? ORDER BY v.number DESC`, key);
  return { versions: records.map((record) => openRecord(database, record).version) };
}

/** @throws SarviError `dataset-unknown` */
export function addVersion(
  change: Change,
  { datasetId, query, facts, rows }: RequestInput<'addVersion'>,
): DatasetVersion {
  const { database, nowMs } = change;
  const { key: datasetKey } = findDataset(database, datasetId);
  const last = 'SELECT max(number) AS number FROM dataset_versions WHERE dataset_key = ?';
  const number = (database.row<{ number: number | null }>(last, datasetKey)?.number ?? 0) + 1;
  const id = randomUUID();
  const { key } = database.write(
    `INSERT INTO dataset_versions (id, dataset_key, number, frozen_at, digest, facts)
     VALUES (:id, :datasetKey, :number, :nowMs, :digest, :facts)`,
    {
      ...{ id, datasetKey, number, nowMs },
      digest: digestOfRows(rows.map(({ split, content }) => ({ split, content: JSON.stringify(content) }))),
      facts: JSON.stringify({ ...facts, query } satisfies FrozenFacts),
    },
  );
  for (const [position, { split, conversationId, content }] of rows.entries()) {
    database.write(
      `INSERT INTO dataset_version_rows (version_key, position, split, conversation_id, content)
       VALUES (?, ?, ?, ?, ?)`,
      ...[key, position, split, conversationId, JSON.stringify(content)],
    );
  }
  change.announce('datasets.changed', null);
  return openRecord(database, findVersion(database, id)).version;
}

/** @throws SarviError `dataset-version-unknown` */
export function removeVersion(change: Change, { versionId }: RequestInput<'datasets.removeVersion'>): null {
  const { key } = findVersion(change.database, versionId);
  change.database.write('DELETE FROM dataset_versions WHERE key = ?', key);
  change.announce('datasets.changed', null);
  return null;
}

/** All rows of a version, in order. @throws SarviError `dataset-version-unknown` */
export function openVersion(
  database: ReadableDB,
  { versionId }: RequestInput<'openVersion'>,
): RequestOutput<'openVersion'> {
  const record = findVersion(database, versionId);
  const dataset = findDataset(database, record.dataset_id);
  const rows = database.rows<{ split: 'train' | 'test'; content: string }>(
    'SELECT split, content FROM dataset_version_rows WHERE version_key = ? ORDER BY position',
    record.key,
  );
  return {
    ...openRecord(database, record),
    name: dataset.name,
    rows: rows.map(({ split, content }) => ({
      split,
      content: JSON.parse(content) as RequestOutput<'openVersion'>['rows'][number]['content'],
    })),
  };
}

/** @throws SarviError `dataset-version-unknown` */
function findVersion(database: ReadableDB, id: string): VersionRecord {
  const record = database.row<VersionRecord>(`${VERSIONS} WHERE v.id = ?`, id);
  if (record === undefined) throw new SarviError('dataset-version-unknown', { versionId: id });
  return record;
}

function openRecord(
  database: ReadableDB,
  record: VersionRecord,
): { readonly version: DatasetVersion; readonly query: DatasetQuery } {
  const kept = JSON.parse(record.facts) as FrozenFacts;
  const query = frozenQuery(database, record.key, kept, JSON.parse(record.query) as DatasetQuery);
  const { query: _, ...facts } = kept;
  const version = {
    id: record.id,
    datasetId: record.dataset_id,
    number: record.number,
    kind: query.kind,
    frozenAt: record.frozen_at,
    digest: record.digest,
    facts,
  };
  return { version, query };
}
