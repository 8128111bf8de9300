import type { ReadableDB } from '../database.ts';
import type { OpenDataset, RequestInput } from '../protocol.ts';
import { collectRows } from './collect-rows.ts';
import { datasetOf, findDataset } from './dataset-records.ts';
import { decisionsOf } from './row-decisions.ts';

/** @throws SarviError `dataset-unknown`, `dataset-too-large` */
export function openDataset(database: ReadableDB, { datasetId }: RequestInput<'openDataset'>): OpenDataset {
  const record = findDataset(database, datasetId);
  const dataset = datasetOf(database, record);
  return { dataset, rows: collectRows(database, dataset.query), decisions: decisionsOf(database, record.key) };
}
