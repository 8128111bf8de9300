import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { cutPage } from './cut-page.ts';
import type { Parameter, ReadableDB } from './database.ts';
import { folderKeyOf } from './folders.ts';
import type { RequestInput, RequestOutput } from './protocol.ts';
import { CONVERSATION_COLUMNS, type ConversationRow, conversationOf } from './rows.ts';
import { findTag } from './tags.ts';

/**
 * One page of the list. Every filter reads along an index that has the right order. The cursor names the last row, not
 * a number of rows, so every page costs the same, and a conversation that moves meanwhile does not shift others.
 *
 * @throws SarviError `invalid-input` for an unknown cursor; `folder-unknown`, `tag-unknown`
 */
export function listConversations(
  database: ReadableDB,
  input: RequestInput<'conversations.list'>,
): RequestOutput<'conversations.list'> {
  const { limit } = input;
  const { sql, parameters } = queryOf(database, input);
  // One extra row shows whether there is a next page.
  const rows = database.rows<ConversationRow>(sql, ...parameters, limit + 1);
  const page = cutPage(rows, limit);
  const last = page.at(-1);
  return {
    conversations: page.map(conversationOf),
    nextCursor: last !== undefined && rows.length > page.length ? cursorOf(last) : null,
  };
}

function queryOf(
  database: ReadableDB,
  { cursor, archived = false, folderId, tagId }: RequestInput<'conversations.list'>,
): { sql: string; parameters: Parameter[] } {
  // The rows of a tag have the sort fields of their conversation.
  const byTag = tagId !== undefined;
  const place = byTag ? 'place' : 'conversations';
  const order = [`${place}.pinned`, `${place}.updated_at`, byTag ? 'place.conversation_key' : 'conversations.key'];
  const conditions = [
    'conversations.deleted_at IS NULL',
    'conversations.comparison_key IS NULL',
    `${place}.archived = ?`,
  ];
  const parameters: Parameter[] = [Number(archived)];
  if (byTag) {
    conditions.push('place.tag_key = ?');
    parameters.push(findTag(database, tagId).key);
  }
  if (folderId !== undefined) {
    conditions.push('conversations.folder_key IS ?');
    parameters.push(folderKeyOf(database, folderId));
  }
  if (cursor !== undefined) {
    conditions.push(`(${order.join(', ')}) < (?, ?, ?)`);
    parameters.push(...placeOf(cursor));
  }
  const source = byTag
    ? 'conversation_tags AS place CROSS JOIN conversations ON conversations.key = place.conversation_key'
    : 'conversations';
  const sql = `SELECT ${CONVERSATION_COLUMNS} FROM ${source} WHERE ${conditions.join(' AND ')}
    ORDER BY ${order.map((column) => `${column} DESC`).join(', ')} LIMIT ?`;
  return { sql, parameters };
}

function cursorOf(row: ConversationRow): string {
  return `${row.pinned}.${row.updated_at}.${row.key}`;
}

function placeOf(cursor: string): [number, number, number] {
  const parts = /^([01])\.(\d{1,16})\.(\d{1,16})$/.exec(cursor);
  if (parts === null)
    throw new SarviError('invalid-input', { reason: because('unknown-page', { cursor: cursor.slice(0, 100) }) });
  return [Number(parts[1]), Number(parts[2]), Number(parts[3])];
}
