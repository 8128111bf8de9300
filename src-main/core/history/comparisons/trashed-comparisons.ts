import type { Comparison } from '#contract/comparisons';
import type { Change } from '../change.ts';
import type { WritableDB } from '../database.ts';
import type { HistoryChange, RequestInput } from '../protocol.ts';
import { GONE } from '../trash-terms.ts';
import { announceComparison, findComparison } from './comparison-records.ts';

const PARTS_PER_STEP = 200;

/** Moves a comparison to the trash with its cells, as `removeConversation` does. @returns the ids of its conversations */
export function removeComparison(
  change: Change,
  { comparisonId }: RequestInput<'removeComparison'>,
): { conversationIds: string[] } {
  const { database, nowMs } = change;
  const { key, updated_at: updatedAt } = findComparison(database, comparisonId);
  const removedAt = Math.max(nowMs, updatedAt);
  database.write('UPDATE comparisons SET deleted_at = ? WHERE key = ?', removedAt, key);
  database.write('UPDATE conversations SET deleted_at = ? WHERE comparison_key = ?', removedAt, key);
  change.announce('comparison.changed', { kind: 'removed', comparisonId });
  const cells = database.rows<{ id: string }>('SELECT id FROM conversations WHERE comparison_key = ?', key);
  return { conversationIds: cells.map(({ id }) => id) };
}

/** Restores it; one that is not in the trash does not change. @throws SarviError `comparison-unknown` */
export function restoreComparison(change: Change, { comparisonId }: RequestInput<'comparisons.restore'>): Comparison {
  const { database } = change;
  const { changes } = database.write(
    `UPDATE comparisons SET deleted_at = NULL WHERE id = ? AND deleted_at > ${GONE}`,
    comparisonId,
  );
  if (changes > 0) {
    database.write(
      'UPDATE conversations SET deleted_at = NULL WHERE comparison_key = (SELECT key FROM comparisons WHERE id = ?)',
      comparisonId,
    );
  }
  return announceComparison(change, comparisonId);
}

/** @returns the number of deleted ones */
export function deleteComparisons(change: Change, comparisonIds: readonly string[]): number {
  const { database } = change;
  let deleted = 0;
  for (const id of comparisonIds) {
    deleted += database.write(
      `UPDATE comparisons SET deleted_at = ${GONE} WHERE id = ? AND deleted_at > ${GONE}`,
      id,
    ).changes;
  }
  if (deleted > 0) letCellsGo(change);
  return deleted;
}

export function emptyOfComparisons(change: Change): number {
  const sql = `UPDATE comparisons SET deleted_at = ${GONE} WHERE deleted_at > ${GONE}`;
  const { changes } = change.database.write(sql);
  if (changes > 0) letCellsGo(change);
  return changes;
}

function letCellsGo(change: Change): void {
  change.database.write(
    `UPDATE conversations SET deleted_at = ${GONE}
     WHERE comparison_key IN (SELECT key FROM comparisons WHERE deleted_at = ${GONE})`,
  );
  change.announce('comparison.changed', { kind: 'many' });
}

/**
 * Deletes a part of one expired comparison, whose cells are already deleted; the last part is the comparison itself.
 *
 * @returns the change to report; null if nothing has expired
 */
export function sweepComparisons(database: WritableDB, before: number): HistoryChange[] | null {
  const due = database.row<{ key: number; deleted_at: number }>(
    'SELECT key, deleted_at FROM comparisons WHERE deleted_at < ? ORDER BY deleted_at LIMIT 1',
    before,
  );
  if (due === undefined) return null;
  database.write(`UPDATE comparisons SET deleted_at = ${GONE} WHERE key = ?`, due.key);
  const swept = ['comparison_votes', 'comparison_rows'].some(
    (table) =>
      database.write(
        `DELETE FROM ${table} WHERE key IN (
           SELECT key FROM ${table} WHERE comparison_key = ? ORDER BY key DESC LIMIT ${PARTS_PER_STEP})`,
        due.key,
      ).changes > 0,
  );
  if (!swept) database.write('DELETE FROM comparisons WHERE key = ?', due.key);
  return due.deleted_at === GONE ? [] : [{ name: 'comparison.changed', payload: { kind: 'many' } }];
}
