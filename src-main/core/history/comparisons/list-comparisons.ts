import type { ReadableDB } from '../database.ts';
import type { RequestInput, RequestOutput } from '../protocol.ts';
import { GONE, placeOf } from '../trash-terms.ts';
import { comparisonOf, type ComparisonRecord } from './comparison-records.ts';

/** One page, newest first. @throws SarviError `invalid-input` for a cursor that no page gave */
export function listComparisons(
  database: ReadableDB,
  { limit, cursor }: RequestInput<'comparisons.list'>,
): RequestOutput<'comparisons.list'> {
  const records = database.rows<ComparisonRecord>(
    `SELECT * FROM comparisons WHERE deleted_at IS NULL AND (updated_at, key) < (?, ?)
     ORDER BY updated_at DESC, key DESC LIMIT ?`,
    ...placeOf(cursor),
    limit + 1,
  );
  return pageOf(database, records, limit, ({ updated_at, key }) => `${updated_at}.${key}`);
}

/** One page of those in the trash, removed last first. @throws SarviError `invalid-input` as above */
export function listRemovedComparisons(
  database: ReadableDB,
  { limit, cursor }: RequestInput<'comparisons.trash'>,
): RequestOutput<'comparisons.trash'> {
  const records = database.rows<ComparisonRecord>(
    `SELECT * FROM comparisons WHERE deleted_at > ${GONE} AND (deleted_at, key) < (?, ?)
     ORDER BY deleted_at DESC, key DESC LIMIT ?`,
    ...placeOf(cursor),
    limit + 1,
  );
  return pageOf(database, records, limit, ({ deleted_at, key }) => `${deleted_at}.${key}`);
}

function pageOf(
  database: ReadableDB,
  records: readonly ComparisonRecord[],
  limit: number,
  cursorOf: (record: ComparisonRecord) => string,
): RequestOutput<'comparisons.list'> {
  const page = records.slice(0, limit);
  const last = page.at(-1);
  return {
    comparisons: page.map((record) => comparisonOf(database, record)),
    nextCursor: last !== undefined && records.length > limit ? cursorOf(last) : null,
  };
}
