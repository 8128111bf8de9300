import type { Conversation } from '#contract/conversations';
import type { Change } from './change.ts';
import { deleteComparisons, emptyOfComparisons } from './comparisons/trashed-comparisons.ts';
import { announceChanged, findListed } from './conversations.ts';
import { emptyOfFolderFiles } from './folder-files.ts';
import { forgetFrozenRows, trashedIds } from './datasets/frozen-rows.ts';
import { cutPage } from './cut-page.ts';
import type { ReadableDB } from './database.ts';
import type { RequestInput, RequestOutput } from './protocol.ts';
import { deleteRemovals, emptyOfRemovals } from './removed-in-trash.ts';
import { CONVERSATION_COLUMNS, type ConversationRow, conversationOf } from './rows.ts';
import { GONE, placeOf } from './trash-terms.ts';

/**
 * Moves a conversation to the trash. The time of removal is never before its last change: with a clock that is behind,
 * it would otherwise count as years old once the clock is right.
 */
export function removeConversation(change: Change, input: RequestInput<'conversations.remove'>): null {
  const row = findListed(change.database, input.conversationId);
  change.database.write(
    'UPDATE conversations SET deleted_at = max(?, updated_at) WHERE key = ?',
    change.nowMs,
    row.key,
  );
  change.announce('conversation.changed', { kind: 'removed', conversationId: row.id });
  return null;
}

/** Restores a conversation from the trash; one that is not there stays unchanged. */
export function restoreConversation(change: Change, input: RequestInput<'conversations.restore'>): Conversation {
  change.database.write(
    `UPDATE conversations SET deleted_at = NULL WHERE id = ? AND deleted_at > ${GONE} AND comparison_key IS NULL`,
    input.conversationId,
  );
  return announceChanged(change, input.conversationId);
}

/** One page of the trash, the latest first. @throws SarviError `invalid-input` for an unknown cursor */
export function listTrash(
  database: ReadableDB,
  { limit, cursor }: RequestInput<'trash.list'>,
): RequestOutput<'trash.list'> {
  const [deletedAt, key] = placeOf(cursor);
  // One extra row shows whether there is a next page.
  const rows = database.rows<ConversationRow>(
    `SELECT ${CONVERSATION_COLUMNS} FROM conversations
     WHERE deleted_at > ${GONE} AND comparison_key IS NULL AND (deleted_at, key) < (?, ?)
     ORDER BY deleted_at DESC, key DESC LIMIT ?`,
    deletedAt,
    key,
    limit + 1,
  );
  const page = cutPage(rows, limit);
  const last = page.at(-1);
  const nextCursor = last !== undefined && rows.length > page.length ? `${last.deleted_at}.${last.key}` : null;
  return { conversations: page.map(conversationOf), nextCursor };
}

export function deleteFromTrash(change: Change, input: RequestInput<'trash.delete'>): { deleted: number } {
  const { conversationIds = [], removalIds = [], comparisonIds = [], forgetRows = false } = input;
  const cells = forgetRows ? trashedIds(change.database, comparisonIds) : [];
  const ids = conversationIds.filter(
    (id) =>
      change.database.write(
        `UPDATE conversations SET deleted_at = ${GONE} WHERE id = ? AND deleted_at > ${GONE} AND comparison_key IS NULL`,
        id,
      ).changes > 0,
  );
  if (ids.length > 0) change.announce('conversation.changed', { kind: 'deleted', conversationIds: ids });
  if (forgetRows) forgetFrozenRows(change, [...ids, ...cells]);
  const deleted = ids.length + deleteRemovals(change, removalIds) + deleteComparisons(change, comparisonIds);
  return { deleted };
}

export function emptyTrash(change: Change, { forgetRows = false }: RequestInput<'trash.empty'>): { deleted: number } {
  if (forgetRows) forgetFrozenRows(change, trashedIds(change.database, null));
  const listed = `deleted_at > ${GONE} AND comparison_key IS NULL`;
  const gone = change.database.rows<{ id: string }>(`SELECT id FROM conversations WHERE ${listed}`);
  change.database.write(`UPDATE conversations SET deleted_at = ${GONE} WHERE ${listed}`);
  const conversationIds = gone.map(({ id }) => id);
  if (gone.length > 0) change.announce('conversation.changed', { kind: 'deleted', conversationIds });
  return { deleted: gone.length + emptyOfRemovals(change) + emptyOfComparisons(change) + emptyOfFolderFiles(change) };
}
