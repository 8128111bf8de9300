import type { BranchMessage, Message, OpenConversation } from '#contract/vocabulary';
import type { Change } from './change.ts';
import { findConversation } from './conversations.ts';
import type { ReadableDB } from './database.ts';
import { findKey, findMessage } from './messages.ts';
import type { RequestInput } from './protocol.ts';
import { type ConversationRow, conversationOf, MESSAGE_COLUMNS, type MessageRow, messageOf } from './rows.ts';

/** The keys from one message up to its root. */
const UPWARDS = `
  WITH RECURSIVE branch (key, parent_key) AS (
    SELECT key, parent_key FROM messages WHERE key = ?
    UNION ALL
    SELECT m.key, m.parent_key FROM branch CROSS JOIN messages m ON m.key = branch.parent_key
  )`;

const BRANCH = `${UPWARDS} SELECT ${MESSAGE_COLUMNS} FROM branch CROSS JOIN messages m ON m.key = branch.key`;

/** For every message of a branch, the messages that share its parent. IS, since roots share the parent NULL. */
const SIBLINGS = `${UPWARDS}
  SELECT branch.key AS beside_key, s.key AS key, s.id AS id
  FROM branch CROSS JOIN messages s ON s.conversation_key = ? AND s.parent_key IS branch.parent_key`;

/** A child's key is larger than its parent's, so the largest key below a message is its newest leaf. */
const NEWEST_LEAF = `
  WITH RECURSIVE below (key) AS (
    SELECT ?
    UNION ALL
    SELECT m.key FROM below CROSS JOIN messages m ON m.conversation_key = ? AND m.parent_key = below.key
  )
  SELECT max(key) AS key FROM below`;

/** The open branch, root first, with the siblings of each of its messages. */
export function openConversation(
  database: ReadableDB,
  { conversationId }: RequestInput<'openConversation'>,
): OpenConversation {
  return opened(database, findConversation(database, conversationId));
}

/** @throws SarviError `conversation-unknown`, `message-unknown` */
export function selectBranch(change: Change, input: RequestInput<'selectBranch'>): OpenConversation {
  const { database } = change;
  const conversation = findConversation(database, input.conversationId);
  const from = findKey(database, conversation.key, input.messageId);
  const leaf = database.row<{ key: number }>(NEWEST_LEAF, from, conversation.key);
  database.write('UPDATE conversations SET active_leaf_key = ? WHERE key = ?', leaf?.key ?? from, conversation.key);
  return opened(database, findConversation(database, conversation.id));
}

/**
 * The messages from the root to one message, itself the last.
 *
 * @throws SarviError `message-unknown`
 */
export function branchTo(database: ReadableDB, { messageId }: RequestInput<'branchTo'>): Message[] {
  const row = database.row<{ key: number }>('SELECT key FROM messages WHERE id = ?', messageId);
  // Lets the one function that knows how say what is missing.
  if (row === undefined) return [findMessage(database, messageId)];
  return branchRows(database, row.key).map(messageOf);
}

function opened(database: ReadableDB, row: ConversationRow): OpenConversation {
  const conversation = conversationOf(row);
  if (row.active_leaf_key === null) return { conversation, branch: [] };
  const siblings = siblingIds(database, row.active_leaf_key, row.key);
  const branch = branchRows(database, row.active_leaf_key).map((message): BranchMessage => ({
    ...messageOf(message),
    siblingIds: siblings.get(message.key) ?? [message.id],
  }));
  return { conversation, branch };
}

/** Root first: a parent's key is smaller than its child's. */
function branchRows(database: ReadableDB, leafKey: number): MessageRow[] {
  return database.rows<MessageRow>(BRANCH, leafKey).sort((a, b) => a.key - b.key);
}

/** The ids of each message's siblings, itself among them, oldest first; by the message's key. */
function siblingIds(database: ReadableDB, leafKey: number, conversationKey: number): Map<number, string[]> {
  const rows = database.rows<{ beside_key: number; key: number; id: string }>(SIBLINGS, leafKey, conversationKey);
  rows.sort((a, b) => a.key - b.key);
  const siblings = new Map<number, string[]>();
  for (const row of rows) {
    const ids = siblings.get(row.beside_key);
    if (ids === undefined) siblings.set(row.beside_key, [row.id]);
    else ids.push(row.id);
  }
  return siblings;
}
