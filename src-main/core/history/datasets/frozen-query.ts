import type { DatasetFacts, DatasetKind, DatasetQuery } from '#contract/datasets';
import type { ReadableDB } from '../database.ts';

/** What a version keeps besides its rows, as JSON. */
export interface FrozenFacts extends DatasetFacts {
  /** That of the data set when it was frozen; versions of early builds do not have it. */
  readonly query?: DatasetQuery;
}

/** Every row of a preference has two answers, and of the others one. */
const IS_PAIR = `
  SELECT content ->> '$.good' IS NOT NULL AND content ->> '$.bad' IS NOT NULL AS holds
  FROM dataset_version_rows WHERE version_key = ? ORDER BY position LIMIT 1`;
const WITH = 'SELECT 1 AS holds FROM dataset_version_rows WHERE version_key = ?';
const IS_KTO = `${WITH} AND (content ->> '$.good' IS NULL OR content ->> '$.source' = 'votes') LIMIT 1`;
const IS_SFT = `${WITH} AND content ->> '$.source' IN ('conversations', 'edits') LIMIT 1`;

/**
 * The query that a version was frozen with, whatever its data set looks for today. Of a version that did not keep it only the
 * kind is sure, which its rows tell.
 */
export function frozenQuery(
  database: ReadableDB,
  versionKey: number,
  { query }: FrozenFacts,
  today: DatasetQuery,
): DatasetQuery {
  return query ?? { ...today, kind: kindOfRows(database, versionKey, today.kind) };
}

function kindOfRows(database: ReadableDB, versionKey: number, today: DatasetKind): DatasetKind {
  const holds = (sql: string): boolean => database.row<{ holds: number }>(sql, versionKey)?.holds === 1;
  if (database.row(IS_PAIR, versionKey) === undefined) return today;
  if (holds(IS_PAIR)) return 'preference';
  if (holds(IS_KTO)) return 'kto';
  if (holds(IS_SFT)) return 'sft';
  // Answers with thumbs up alone, which both take.
  return today === 'kto' ? 'kto' : 'sft';
}
