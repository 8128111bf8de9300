import { SarviError } from '#contract/errors';
import type { ReadableDB } from './database.ts';
import type { RequestInput, RequestOutput } from './protocol.ts';
import { CONVERSATION_COLUMNS, type ConversationRow, conversationOf } from './rows.ts';

const FIRST_PAGE = `
  SELECT ${CONVERSATION_COLUMNS} FROM conversations
  WHERE deleted_at IS NULL
  ORDER BY pinned DESC, updated_at DESC, key DESC LIMIT ?`;

const NEXT_PAGE = `
  SELECT ${CONVERSATION_COLUMNS} FROM conversations
  WHERE deleted_at IS NULL AND (pinned, updated_at, key) < (?, ?, ?)
  ORDER BY pinned DESC, updated_at DESC, key DESC LIMIT ?`;

/**
 * One page of the list. The cursor holds the place of the last row, not a number of rows, so a page costs the same
 * wherever it lies, and a conversation that moved in the meantime shifts no other one over a border.
 *
 * @throws SarviError `invalid-input` for a cursor that no page gave
 */
export function listConversations(
  database: ReadableDB,
  { limit, cursor }: RequestInput<'listConversations'>,
): RequestOutput<'listConversations'> {
  // One more than asked tells whether there is a next page.
  const rows =
    cursor === undefined
      ? database.rows<ConversationRow>(FIRST_PAGE, limit + 1)
      : database.rows<ConversationRow>(NEXT_PAGE, ...placeOf(cursor), limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    conversations: page.map(conversationOf),
    nextCursor: last !== undefined && rows.length > limit ? cursorOf(last) : null,
  };
}

function cursorOf(row: ConversationRow): string {
  return `${row.pinned}.${row.updated_at}.${row.key}`;
}

function placeOf(cursor: string): [number, number, number] {
  const parts = /^([01])\.(\d{1,16})\.(\d{1,16})$/.exec(cursor);
  if (parts === null) throw new SarviError('invalid-input', { reason: `no such page: ${cursor.slice(0, 100)}` });
  return [Number(parts[1]), Number(parts[2]), Number(parts[3])];
}
