import { SarviError } from '#contract/errors';
import type { OpenConversation } from '#contract/conversations';
import type { BranchMessage } from '#contract/messages';
import { boundedRange, type Range } from './bounded-range.ts';
import type { Change } from './change.ts';
import { findConversation } from './conversations.ts';
import type { ReadableDB } from './database.ts';
import { findKey, findMessage } from './messages.ts';
import type { BranchText, RequestInput, RequestOutput } from './protocol.ts';
import { type ConversationRow, conversationOf, MESSAGE_COLUMNS, type MessageRow, messageOf } from './rows.ts';

/**
 * The keys from one message up to its root. Reading thousands of keys takes a few milliseconds, reading their messages
 * tens; so the keys of a branch are read first, and then only the messages that are shown.
 */
const UPWARDS = `
  WITH RECURSIVE branch (key, parent_key) AS (
    SELECT key, parent_key FROM messages WHERE key = ?
    UNION ALL
    SELECT m.key, m.parent_key FROM branch CROSS JOIN messages m ON m.key = branch.parent_key
  )`;

const KEYS = `${UPWARDS} SELECT key FROM branch`;

const TEXTS = `${UPWARDS} SELECT m.key, m.id, m.role, m.text FROM branch CROSS JOIN messages m ON m.key = branch.key`;

/** Messages whose keys come as a JSON array. */
const MESSAGES = `
  SELECT ${MESSAGE_COLUMNS} FROM json_each(?) AS wanted CROSS JOIN messages m ON m.key = wanted.value`;

/** For each given message, the messages with the same parent. IS, because roots have the parent NULL. */
const SIBLINGS = `
  SELECT m.key AS sibling_key, s.key AS key, s.id AS id
  FROM json_each(?) AS wanted
  CROSS JOIN messages m ON m.key = wanted.value
  CROSS JOIN messages s ON s.conversation_key = m.conversation_key AND s.parent_key IS m.parent_key`;

/** A child's key is larger than its parent's, so the largest key below a message is the newest leaf. */
const NEWEST_LEAF = `
  WITH RECURSIVE below (key) AS (
    SELECT ?
    UNION ALL
    SELECT m.key FROM below CROSS JOIN messages m ON m.conversation_key = ? AND m.parent_key = below.key
  )
  SELECT max(key) AS key FROM below`;

/**
 * The end of the open branch, or the part around one message, with the siblings of each message. Without a limit, the
 * whole branch.
 *
 * @throws SarviError `conversation-unknown`; `message-unknown` for one that is not in this conversation
 */
export function openConversation(
  database: ReadableDB,
  { conversationId, messageId, limit }: RequestInput<'conversations.open'>,
): OpenConversation {
  const row = findConversation(database, conversationId);
  const open = row.active_leaf_key === null ? [] : branchKeys(database, row.active_leaf_key);
  if (messageId === undefined) return opened(database, row, open, endOf(database, open, limit));
  const key = findKey(database, row.key, messageId);
  const branch = open.includes(key) ? open : branchKeys(database, newestLeaf(database, row.key, key));
  return opened(database, row, branch, around(database, branch, key, limit));
}

/**
 * The messages before or after one message of a branch.
 *
 * @throws SarviError `conversation-unknown`; `message-unknown` for a leaf that is not in this conversation, and for a
 *   message that is not on its branch
 */
export function pageConversation(
  database: ReadableDB,
  { conversationId, leafId, from, limit = Infinity }: RequestInput<'conversations.page'>,
): RequestOutput<'conversations.page'> {
  const { key: conversationKey } = findConversation(database, conversationId);
  const keys = branchKeys(database, findKey(database, conversationKey, leafId));
  const index = keys.indexOf(findKey(database, conversationKey, from.messageId));
  if (index < 0) throw new SarviError('message-unknown', { messageId: from.messageId });
  const range =
    from.side === 'before'
      ? boundedRange(database, keys, { start: Math.max(0, index - limit), end: index }, index - 1)
      : boundedRange(database, keys, { start: index + 1, end: Math.min(keys.length, index + 1 + limit) }, index + 1);
  return {
    messages: readMessages(database, keys.slice(range.start, range.end)),
    earlierCount: range.start,
    laterCount: keys.length - range.end,
  };
}

/** @throws SarviError `conversation-unknown`, `message-unknown` */
export function selectBranch(change: Change, input: RequestInput<'conversations.selectBranch'>): OpenConversation {
  const { database } = change;
  const conversation = findConversation(database, input.conversationId);
  const key = findKey(database, conversation.key, input.messageId);
  const leafKey = newestLeaf(database, conversation.key, key);
  database.write('UPDATE conversations SET active_leaf_key = ? WHERE key = ?', leafKey, conversation.key);
  const branch = branchKeys(database, leafKey);
  return opened(database, conversation, branch, around(database, branch, key, input.limit));
}

/**
 * The texts from the root to one message, which is the last.
 *
 * @throws SarviError `message-unknown`
 */
export function branchTo(database: ReadableDB, { messageId }: RequestInput<'branchTo'>): BranchText[] {
  const row = database.row<{ key: number }>('SELECT key FROM messages WHERE id = ?', messageId);
  // Throws that the message is unknown.
  if (row === undefined) return [findMessage(database, messageId)];
  return database
    .rows<BranchText & { key: number }>(TEXTS, row.key)
    .sort((a, b) => a.key - b.key)
    .map(({ id, role, text }) => ({ id, role, text }));
}

function endOf(database: ReadableDB, keys: readonly number[], limit?: number): Range {
  if (limit === undefined) return { start: 0, end: keys.length };
  const range = { start: Math.max(0, keys.length - limit), end: keys.length };
  return boundedRange(database, keys, range, keys.length - 1);
}

/** At most `limit` messages around `key`; near an end of the branch, the outermost ones. */
function around(database: ReadableDB, keys: readonly number[], key: number, limit?: number): Range {
  if (limit === undefined) return { start: 0, end: keys.length };
  const place = keys.indexOf(key);
  const start = Math.max(0, Math.min(place - Math.floor(limit / 2), keys.length - limit));
  return boundedRange(database, keys, { start, end: Math.min(keys.length, start + limit) }, place);
}

function opened(
  database: ReadableDB,
  row: ConversationRow,
  keys: readonly number[],
  { start, end }: Range,
): OpenConversation {
  const leafKey = keys.at(-1);
  const leaf =
    leafKey === undefined ? undefined : database.row<{ id: string }>('SELECT id FROM messages WHERE key = ?', leafKey);
  return {
    conversation: conversationOf(row),
    leafId: leaf?.id ?? null,
    branch: readMessages(database, keys.slice(start, end)),
    earlierCount: start,
    laterCount: keys.length - end,
  };
}

/** From the root on, because a parent's key is smaller than its child's. */
export function branchKeys(database: ReadableDB, leafKey: number): number[] {
  return database
    .rows<{ key: number }>(KEYS, leafKey)
    .map(({ key }) => key)
    .sort((a, b) => a - b);
}

export function newestLeaf(database: ReadableDB, conversationKey: number, key: number): number {
  return database.row<{ key: number }>(NEWEST_LEAF, key, conversationKey)?.key ?? key;
}

function readMessages(database: ReadableDB, keys: readonly number[]): BranchMessage[] {
  const wanted = JSON.stringify(keys);
  const siblings = siblingIds(database, wanted);
  return database
    .rows<MessageRow>(MESSAGES, wanted)
    .map((row) => ({ ...messageOf(row), siblingIds: siblings.get(row.key) ?? [row.id] }));
}

/** For each message's key, the ids of its siblings and itself, oldest first. */
function siblingIds(database: ReadableDB, wanted: string): Map<number, string[]> {
  const rows = database.rows<{ sibling_key: number; key: number; id: string }>(SIBLINGS, wanted);
  rows.sort((a, b) => a.key - b.key);
  const siblings = new Map<number, string[]>();
  for (const row of rows) {
    const ids = siblings.get(row.sibling_key);
    if (ids === undefined) siblings.set(row.sibling_key, [row.id]);
    else ids.push(row.id);
  }
  return siblings;
}
