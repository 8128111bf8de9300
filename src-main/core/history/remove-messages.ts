import { SarviError } from '#contract/errors';
import type { OpenConversation } from '#contract/vocabulary';
import { newestLeaf, openConversation } from './branches.ts';
import type { Change } from './change.ts';
import { announceChanged, findConversation } from './conversations.ts';
import type { WritableDB } from './database.ts';
import { findKey } from './messages.ts';
import type { RemovedMessages, RemovedRow, RequestInput, RequestOutput } from './protocol.ts';
import { INDEX_WORK } from './sweep.ts';

/** Parents first: a child's key is larger than its parent's. */
const BELOW = `
  WITH RECURSIVE below (key) AS (
    SELECT ?
    UNION ALL
    SELECT m.key FROM below CROSS JOIN messages m ON m.conversation_key = ? AND m.parent_key = below.key
  )
  SELECT m.key, m.id, m.parent_key, m.role, m.text, m.created_at, m.streaming, m.stop_reason, m.error, m.generation,
    m.asides
  FROM below CROSS JOIN messages m ON m.key = below.key ORDER BY m.key`;

/**
 * Removes a message and everything below it. An open branch that went through it gives way to the newest one beside
 * it, or ends with its parent. Whoever asked keeps what it was, for `restoreMessages`; the history does not.
 *
 * @throws SarviError `conversation-unknown`, `message-unknown`; `generation-running` while one of them grows
 */
export function removeMessages(
  change: Change,
  { conversationId, messageId, limit }: RequestInput<'removeMessages'>,
): RequestOutput<'removeMessages'> {
  const { database } = change;
  const conversation = findConversation(database, conversationId);
  const key = findKey(database, conversation.key, messageId);
  const found = database.rows<RemovedRow & { streaming: 0 | 1 }>(BELOW, key, conversation.key);
  if (found.some(({ streaming }) => streaming === 1)) throw new SarviError('generation-running', { conversationId });
  const rows = found.map(({ streaming: _streaming, ...row }) => row);
  const leaf = rows.find((row) => row.key === conversation.active_leaf_key);
  const parentKey = rows[0]?.parent_key ?? null;
  const parent = database.row<{ id: string }>('SELECT id FROM messages WHERE key = ?', parentKey);
  if (leaf) {
    setLeaf(database, conversation.key, leafBeside(database, conversation.key, key, parentKey));
  }
  for (const row of rows.toReversed()) database.write('DELETE FROM messages WHERE key = ?', row.key);
  // Its words leave the index too, as those of whole conversations do.
  database.write('INSERT OR IGNORE INTO due_work (name) VALUES (?)', INDEX_WORK);
  announceChanged(change, conversationId);
  const removed = { conversationId, parentId: parent?.id ?? null, leafId: leaf?.id ?? null, rows };
  return { removed, open: openConversation(database, { conversationId, ...(limit ? { limit } : {}) }) };
}

/**
 * Brings back what `removeMessages` took, in its place among its siblings if nothing has been written since, else as
 * the newest. What is back already stays as it is.
 *
 * @throws SarviError `conversation-unknown`; `message-unknown` when what it followed is gone too
 */
export function restoreMessages(change: Change, input: RequestInput<'restoreMessages'>): OpenConversation {
  const { database } = change;
  const { conversationId, parentId, rows, limit } = input;
  const conversation = findConversation(database, conversationId);
  const opened = (): OpenConversation => openConversation(database, { conversationId, ...(limit ? { limit } : {}) });
  if (database.row('SELECT 1 FROM messages WHERE id = ?', rows[0]?.id ?? '') !== undefined) return opened();
  const parentKey = parentId === null ? null : findKey(database, conversation.key, parentId);
  const keys = freeKeys(database, rows, parentKey ?? 0);
  for (const row of rows) {
    database.write(
      `INSERT INTO messages (key, id, conversation_key, parent_key, role, text, created_at, stop_reason, error, generation,
         asides)
       VALUES (:key, :id, :conversationKey, :parentKey, :role, :text, :createdAt, :stopReason, :error, :generation,
         :asides)`,
      {
        key: keys(row.key),
        id: row.id,
        conversationKey: conversation.key,
        parentKey: row === rows[0] ? parentKey : keys(row.parent_key ?? 0),
        role: row.role,
        text: row.text,
        createdAt: row.created_at,
        stopReason: row.stop_reason,
        error: row.error,
        generation: row.generation,
        asides: row.asides,
      },
    );
  }
  const leaf = rows.find(({ id }) => id === input.leafId);
  if (leaf) setLeaf(database, conversation.key, keys(leaf.key));
  announceChanged(change, conversationId);
  return opened();
}

/**
 * Where each row goes: to its own key, or to a new one in the same order if others have taken those meanwhile or the
 * parent, brought back itself, has a larger one.
 */
function freeKeys(database: WritableDB, rows: RemovedMessages['rows'], parentKey: number): (key: number) => number {
  const taken = database.row(
    'SELECT 1 FROM json_each(?) AS wanted CROSS JOIN messages m ON m.key = wanted.value LIMIT 1',
    JSON.stringify(rows.map(({ key }) => key)),
  );
  if (taken === undefined && parentKey < (rows[0]?.key ?? 0)) return (key) => key;
  const top = database.row<{ key: number }>('SELECT max(key) AS key FROM messages')?.key ?? 0;
  const places = new Map(rows.map(({ key }, index) => [key, top + 1 + index]));
  return (key) => places.get(key) ?? key;
}

/** The newest leaf below the newest of the other children of a parent; the parent itself when it has none. */
function leafBeside(
  database: WritableDB,
  conversationKey: number,
  key: number,
  parentKey: number | null,
): number | null {
  const sibling = database.row<{ key: number }>(
    `SELECT key FROM messages WHERE conversation_key = ? AND parent_key IS ? AND key <> ? ORDER BY key DESC LIMIT 1`,
    conversationKey,
    parentKey,
    key,
  );
  return sibling ? newestLeaf(database, conversationKey, sibling.key) : parentKey;
}

function setLeaf(database: WritableDB, conversationKey: number, leafKey: number | null): void {
  database.write('UPDATE conversations SET active_leaf_key = ? WHERE key = ?', leafKey, conversationKey);
}
