import { SarviError } from '#contract/errors';
import type { Role } from '#contract/messages';
import { MOST_TITLE_LENGTH } from './bounds.ts';
import type { Change } from './change.ts';
import type { ReadableDB } from './database.ts';
import type { RequestInput, RequestOutput } from './protocol.ts';
import { excerptOf } from './title-from-text.ts';
import { placeOf } from './trash-terms.ts';

interface Row {
  readonly key: number;
  readonly id: string;
  readonly conversation_id: string;
  readonly title: string;
  readonly role: Role;
  readonly beginning: string;
  readonly bookmarked_at: number;
}

/** Conversations in the trash, and cells of comparisons, are not listed. */
const LISTED = `messages m CROSS JOIN conversations c ON c.key = m.conversation_key
  WHERE m.bookmarked_at IS NOT NULL AND c.deleted_at IS NULL AND c.comparison_key IS NULL`;

/** @throws SarviError `message-unknown`, also for messages in the trash and in comparisons */
export function setBookmark(change: Change, { messageId, bookmarked }: RequestInput<'bookmarks.set'>): null {
  const { database } = change;
  const row = database.row<{ key: number; conversation_id: string; bookmarked_at: number | null }>(
    `SELECT m.key, c.id AS conversation_id, m.bookmarked_at
     FROM messages m CROSS JOIN conversations c ON c.key = m.conversation_key
     WHERE m.id = ? AND c.deleted_at IS NULL AND c.comparison_key IS NULL`,
    messageId,
  );
  if (row === undefined) throw new SarviError('message-unknown', { messageId });
  const bookmarkedAt = bookmarked ? (row.bookmarked_at ?? change.nowMs) : null;
  database.write('UPDATE messages SET bookmarked_at = ? WHERE key = ?', bookmarkedAt, row.key);
  change.announce('bookmarks.changed', {
    kind: 'one',
    conversationId: row.conversation_id,
    messageId,
    bookmarkedAt,
  });
  return null;
}

/** One page, the latest first. @throws SarviError `invalid-input` for an unknown cursor */
export function listBookmarks(
  database: ReadableDB,
  { limit, cursor }: RequestInput<'bookmarks.list'>,
): RequestOutput<'bookmarks.list'> {
  const [bookmarkedAt, key] = placeOf(cursor);
  const rows = database.rows<Row>(
    `SELECT m.key, m.id, c.id AS conversation_id, c.title, m.role, substr(m.text, 1, 4000) AS beginning, m.bookmarked_at
     FROM ${LISTED} AND (m.bookmarked_at, m.key) < (?, ?)
     ORDER BY m.bookmarked_at DESC, m.key DESC LIMIT ?`,
    bookmarkedAt,
    key,
    limit + 1,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    bookmarks: page.map((row) => ({
      messageId: row.id,
      conversationId: row.conversation_id,
      conversationTitle: row.title.slice(0, MOST_TITLE_LENGTH),
      role: row.role,
      excerpt: excerptOf(row.beginning),
      bookmarkedAt: row.bookmarked_at,
    })),
    total: database.row<{ total: number }>(`SELECT count(*) AS total FROM ${LISTED}`)?.total ?? 0,
    nextCursor: last !== undefined && rows.length > limit ? `${last.bookmarked_at}.${last.key}` : null,
  };
}

export function clearBookmarks(change: Change): RequestOutput<'bookmarks.clear'> {
  const { database } = change;
  const forget = (table: string): number =>
    database.write(`UPDATE ${table} SET bookmarked_at = NULL WHERE bookmarked_at IS NOT NULL`).changes;
  const removed = forget('messages') + forget('removed_messages');
  if (removed > 0) change.announce('bookmarks.changed', { kind: 'cleared' });
  return { removed };
}
