import type { Change } from './change.ts';
import type { ReadableDB, WritableDB } from './database.ts';
import type { RequestInput, RequestOutput } from './protocol.ts';
import { GONE, placeOf } from './trash-terms.ts';

/** Enough to recognise a message. */
const EXCERPT_LENGTH = 120;

interface Row {
  readonly key: number;
  readonly id: string;
  readonly conversation_id: string;
  readonly title: string;
  readonly messages: number;
  readonly excerpt: string;
  readonly removed_at: number;
}

/**
 * One page of removed messages, the latest first. Those of a conversation in the trash are not listed; they come back
 * with it.
 *
 * @throws SarviError `invalid-input` for an unknown cursor
 */
export function listRemovals(
  database: ReadableDB,
  { limit, cursor }: RequestInput<'trash.messages'>,
): RequestOutput<'trash.messages'> {
  const [removedAt, key] = placeOf(cursor);
  const rows = database.rows<Row>(
    `SELECT r.key, r.id, c.id AS conversation_id, c.title, r.removed_at,
       (SELECT count(*) FROM removed_messages WHERE removal_key = r.key) AS messages,
       (SELECT substr(text, 1, ${EXCERPT_LENGTH}) FROM removed_messages
         WHERE removal_key = r.key ORDER BY key LIMIT 1) AS excerpt
     FROM removals r CROSS JOIN conversations c ON c.key = r.conversation_key AND c.deleted_at IS NULL AND c.comparison_key IS NULL
     WHERE r.removed_at > ${GONE} AND (r.removed_at, r.key) < (?, ?)
     ORDER BY r.removed_at DESC, r.key DESC LIMIT ?`,
    removedAt,
    key,
    limit + 1,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    removals: page.map((row) => ({
      id: row.id,
      conversationId: row.conversation_id,
      conversationTitle: row.title,
      messages: row.messages,
      excerpt: row.excerpt.toWellFormed(),
      removedAt: row.removed_at,
    })),
    nextCursor: last !== undefined && rows.length > limit ? `${last.removed_at}.${last.key}` : null,
  };
}

/** Removals of messages that followed these ones are deleted, too, because they could not come back. */
const WITH_FOLLOWERS = `
  WITH RECURSIVE gone (key) AS (
    SELECT key FROM removals WHERE id = ? AND removed_at > ${GONE}
    UNION
    SELECT r.key FROM gone
      CROSS JOIN removed_messages m ON m.removal_key = gone.key
      CROSS JOIN removals r ON r.conversation_key = (SELECT conversation_key FROM removals WHERE key = gone.key)
        AND r.parent_id = m.id
  )
  UPDATE removals SET removed_at = ${GONE} WHERE key IN (SELECT key FROM gone)`;

export function deleteRemovals(change: Change, removalIds: readonly string[]): number {
  const deleted = removalIds.filter((id) => change.database.write(WITH_FOLLOWERS, id).changes > 0).length;
  if (deleted > 0) change.announce('trash.changed', { kind: 'messages' });
  return deleted;
}

export function emptyOfRemovals(change: Change): number {
  const { changes } = change.database.write(`UPDATE removals SET removed_at = ${GONE} WHERE removed_at > ${GONE}`);
  if (changes > 0) change.announce('trash.changed', { kind: 'messages' });
  return changes;
}

/**
 * Removes some messages of one deleted removal, or at last the removal itself.
 *
 * @returns whether it could have been restored until now; null when none is left
 */
export function sweepRemovals(database: WritableDB, before: number, limit: number): boolean | null {
  const due = database.row<{ key: number; removed_at: number }>(
    'SELECT key, removed_at FROM removals WHERE removed_at < ? ORDER BY removed_at LIMIT 1',
    before,
  );
  if (due === undefined) return null;
  database.write(`UPDATE removals SET removed_at = ${GONE} WHERE key = ?`, due.key);
  forgetRemoved(database, due.key, limit);
  return due.removed_at !== GONE;
}

/** The same for one deleted conversation. */
export function sweepRemovalsOf(database: WritableDB, conversationKey: number, limit: number): boolean {
  const due = database.row<{ key: number }>(
    'SELECT key FROM removals WHERE conversation_key = ? LIMIT 1',
    conversationKey,
  );
  if (due !== undefined) forgetRemoved(database, due.key, limit);
  return due !== undefined;
}

function forgetRemoved(database: WritableDB, removalKey: number, limit: number): void {
  const { changes } = database.write(
    `DELETE FROM removed_messages WHERE removal_key = :removalKey AND key IN (
       SELECT key FROM removed_messages WHERE removal_key = :removalKey ORDER BY key DESC LIMIT :limit)`,
    { removalKey, limit },
  );
  if (changes === 0) database.write('DELETE FROM removals WHERE key = ?', removalKey);
}
