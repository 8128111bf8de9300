import { SarviError } from '#contract/errors';
import { type Conversation, TRASH_DAYS } from '#contract/vocabulary';
import type { Change } from './change.ts';
import { announceChanged, findConversation } from './conversations.ts';
import type { ReadableDB } from './database.ts';
import type { RequestInput, RequestOutput } from './protocol.ts';
import { CONVERSATION_COLUMNS, type ConversationRow, conversationOf } from './rows.ts';

/** How long the trash keeps a conversation. */
export const TRASH_MS = TRASH_DAYS * 24 * 60 * 60 * 1000;
/**
 * `deleted_at` of what is gone for good. Its rows, and what they left in the index, are removed bit by bit in the
 * background (sweep.ts), however much it is; nothing finds them meanwhile.
 */
export const GONE = 0;

/**
 * Moves a conversation to the trash. By a clock that is behind, it would have lain there for years as soon as the clock
 * is right: it cannot have been removed before it was last written to.
 */
export function removeConversation(change: Change, input: RequestInput<'removeConversation'>): null {
  const row = findConversation(change.database, input.conversationId);
  change.database.write(
    'UPDATE conversations SET deleted_at = max(?, updated_at) WHERE key = ?',
    change.nowMs,
    row.key,
  );
  change.announce('conversation.changed', { kind: 'removed', conversationId: row.id });
  return null;
}

/** Brings a conversation back from the trash; one that is not there stays as it is. */
export function restoreConversation(change: Change, input: RequestInput<'restoreConversation'>): Conversation {
  change.database.write(
    `UPDATE conversations SET deleted_at = NULL WHERE id = ? AND deleted_at > ${GONE}`,
    input.conversationId,
  );
  return announceChanged(change, input.conversationId);
}

/** One page of the trash, removed last first. @throws SarviError `invalid-input` for a cursor that no page gave */
export function listTrash(
  database: ReadableDB,
  { limit, cursor }: RequestInput<'listTrash'>,
): RequestOutput<'listTrash'> {
  const [deletedAt, key] = placeOf(cursor);
  // One more than asked tells whether there is a next page.
  const rows = database.rows<ConversationRow>(
    `SELECT ${CONVERSATION_COLUMNS} FROM conversations
     WHERE deleted_at > ${GONE} AND (deleted_at, key) < (?, ?)
     ORDER BY deleted_at DESC, key DESC LIMIT ?`,
    deletedAt,
    key,
    limit + 1,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const nextCursor = last !== undefined && rows.length > limit ? `${last.deleted_at}.${last.key}` : null;
  return { conversations: page.map(conversationOf), nextCursor };
}

export function deleteFromTrash(change: Change, input: RequestInput<'deleteFromTrash'>): { deleted: number } {
  const ids = input.conversationIds.filter(
    (id) =>
      change.database.write(`UPDATE conversations SET deleted_at = ${GONE} WHERE id = ? AND deleted_at > ${GONE}`, id)
        .changes > 0,
  );
  if (ids.length > 0) change.announce('conversation.changed', { kind: 'deleted', conversationIds: ids });
  return { deleted: ids.length };
}

export function emptyTrash(change: Change): { deleted: number } {
  const gone = change.database.rows<{ id: string }>(`SELECT id FROM conversations WHERE deleted_at > ${GONE}`);
  change.database.write(`UPDATE conversations SET deleted_at = ${GONE} WHERE deleted_at > ${GONE}`);
  const conversationIds = gone.map(({ id }) => id);
  if (gone.length > 0) change.announce('conversation.changed', { kind: 'deleted', conversationIds });
  return { deleted: gone.length };
}

function placeOf(cursor: string | undefined): [number, number] {
  if (cursor === undefined) return [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  const parts = /^(\d{1,16})\.(\d{1,16})$/.exec(cursor);
  if (parts === null) throw new SarviError('invalid-input', { reason: `no such page: ${cursor.slice(0, 100)}` });
  return [Number(parts[1]), Number(parts[2])];
}
