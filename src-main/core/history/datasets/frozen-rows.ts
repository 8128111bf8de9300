import type { ComparisonId, ConversationId } from '#contract/primitives';
import type { Change } from '../change.ts';
import type { ReadableDB } from '../database.ts';
import type { RequestInput } from '../protocol.ts';
import { GONE } from '../trash-terms.ts';
import { digestOfRows } from './digest-of-rows.ts';
import type { FrozenFacts } from './frozen-query.ts';

/** How many rows of frozen versions were taken from these conversations, or from those in the trash. */
export function countFrozenRows(
  database: ReadableDB,
  { conversationIds }: RequestInput<'datasets.countFrozen'>,
): { rows: number } {
  const sql = `
    SELECT count(*) AS count FROM json_each(?) wanted
    CROSS JOIN dataset_version_rows r ON r.conversation_id = wanted.value`;
  const ids = conversationIds ?? trashedIds(database, null);
  return { rows: database.row<{ count: number }>(sql, JSON.stringify(ids))?.count ?? 0 };
}

/** Removes the rows that were taken from these conversations, and makes the digests of their versions again. */
export function forgetFrozenRows(change: Change, conversationIds: readonly ConversationId[]): void {
  const { database } = change;
  const wanted = JSON.stringify(conversationIds);
  const touched = database.rows<{ key: number }>(
    `SELECT DISTINCT r.version_key AS key FROM json_each(?) wanted
     CROSS JOIN dataset_version_rows r ON r.conversation_id = wanted.value`,
    wanted,
  );
  if (touched.length === 0) return;
  database.write('DELETE FROM dataset_version_rows WHERE conversation_id IN (SELECT value FROM json_each(?))', wanted);
  for (const { key } of touched) {
    const rows = database.rows<{ split: 'train' | 'test'; content: string }>(
      'SELECT split, content FROM dataset_version_rows WHERE version_key = ? ORDER BY position',
      key,
    );
    const version = database.row<{ facts: string }>('SELECT facts FROM dataset_versions WHERE key = ?', key);
    const facts = JSON.parse(version?.facts ?? '{}') as FrozenFacts;
    const left = (wantedSplit: string): number => rows.filter(({ split }) => split === wantedSplit).length;
    database.write(
      'UPDATE dataset_versions SET digest = ?, facts = ? WHERE key = ?',
      digestOfRows(rows),
      JSON.stringify({ ...facts, train: left('train'), test: left('test') }),
      key,
    );
  }
  change.announce('datasets.changed', null);
}

/** Conversations in the trash, with the cells of comparisons; of some comparisons alone, or of all that is there. */
export function trashedIds(database: ReadableDB, comparisonIds: readonly ComparisonId[] | null): ConversationId[] {
  const ids = comparisonIds === null ? null : JSON.stringify(comparisonIds);
  const sql = `
    SELECT id FROM conversations
    WHERE deleted_at > ${GONE} AND (:ids IS NULL OR comparison_key IN (
      SELECT key FROM comparisons WHERE id IN (SELECT value FROM json_each(:ids))))`;
  return database.rows<{ id: ConversationId }>(sql, { ids }).map(({ id }) => id);
}
