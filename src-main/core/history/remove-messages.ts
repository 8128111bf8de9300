import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';
import { newestLeaf, openConversation } from './branches.ts';
import type { Change } from './change.ts';
import { announceChanged, findConversation } from './conversations.ts';
import type { WritableDB } from './database.ts';
import { findKey } from './messages.ts';
import type { RequestInput, RequestOutput } from './protocol.ts';
import { INDEX_WORK } from './sweep.ts';

const COLUMNS =
  'key, id, parent_key, role, text, created_at, stop_reason, error, generation, asides, thumb, bookmarked_at';

const BELOW = `
  WITH RECURSIVE below (key) AS (
    SELECT ?
    UNION ALL
    SELECT m.key FROM below CROSS JOIN messages m ON m.conversation_key = ? AND m.parent_key = below.key
  )
  SELECT m.key, m.id, m.parent_key, m.streaming
  FROM below CROSS JOIN messages m ON m.key = below.key`;

interface Removed {
  readonly key: number;
  readonly id: string;
  readonly parent_key: number | null;
  readonly streaming: 0 | 1;
}

/**
 * Moves a message and everything below it to the trash. If the open branch contained it, the newest sibling branch is
 * opened, or the branch ends with the parent.
 *
 * @throws SarviError `conversation-unknown`, `message-unknown`; `generation-running` while one of them grows
 */
export function removeMessages(
  change: Change,
  { conversationId, messageId, limit }: RequestInput<'removeMessages'>,
): RequestOutput<'removeMessages'> {
  const { database, nowMs } = change;
  const conversation = findConversation(database, conversationId);
  const key = findKey(database, conversation.key, messageId);
  // Parents come first: a child's key is larger than its parent's.
  const found = database.rows<Removed>(BELOW, key, conversation.key).sort((a, b) => a.key - b.key);
  if (found.some(({ streaming }) => streaming === 1)) throw new SarviError('generation-running', { conversationId });
  const leaf = found.find((row) => row.key === conversation.active_leaf_key);
  const parentKey = found[0]?.parent_key ?? null;
  const parent = database.row<{ id: string }>('SELECT id FROM messages WHERE key = ?', parentKey);
  if (leaf) {
    setLeaf(database, conversation.key, leafOfSibling(database, conversation.key, key, parentKey));
  }
  const removalId = randomUUID();
  const { key: removalKey } = database.write(
    `INSERT INTO removals (id, conversation_key, parent_id, leaf_id, removed_at) VALUES (?, ?, ?, ?, ?)`,
    removalId,
    conversation.key,
    parent?.id ?? null,
    leaf?.id ?? null,
    Math.max(nowMs, conversation.updated_at),
  );
  for (const row of found.toReversed()) {
    database.write(
      `INSERT INTO removed_messages (removal_key, ${COLUMNS}) SELECT ?, ${COLUMNS} FROM messages WHERE key = ?`,
      removalKey,
      row.key,
    );
    database.write('DELETE FROM messages WHERE key = ?', row.key);
  }
  // Its words leave the index, as those of deleted conversations do.
  database.write('INSERT OR IGNORE INTO due_work (name) VALUES (?)', INDEX_WORK);
  announceChanged(change, conversationId);
  change.announce('trash.changed', { kind: 'messages' });
  const open = openConversation(database, { conversationId, ...(limit ? { limit } : {}) });
  return { removalId, removedMessages: found.length, open };
}

/** The newest leaf below the newest other child of a parent; the parent itself when there is none. */
function leafOfSibling(
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

export function setLeaf(database: WritableDB, conversationKey: number, leafKey: number | null): void {
  database.write('UPDATE conversations SET active_leaf_key = ? WHERE key = ?', leafKey, conversationKey);
}
