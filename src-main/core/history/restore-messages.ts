import { SarviError } from '#contract/errors';
import type { OpenConversation } from '#contract/conversations';
import { newestLeaf, openConversation } from './branches.ts';
import type { Change } from './change.ts';
import { announceChanged } from './conversations.ts';
import type { ReadableDB, WritableDB } from './database.ts';
import { findKey } from './messages.ts';
import type { RequestInput } from './protocol.ts';
import { setLeaf } from './remove-messages.ts';
import { GONE } from './trash-terms.ts';

interface RemovalRow {
  readonly key: number;
  readonly id: string;
  readonly conversation_key: number;
  readonly conversation_id: string;
  readonly parent_id: string | null;
  readonly leaf_id: string | null;
}

const REMOVAL = `
  SELECT r.key, r.id, r.conversation_key, c.id AS conversation_id, r.parent_id, r.leaf_id
  FROM removals r CROSS JOIN conversations c ON c.key = r.conversation_key AND c.deleted_at IS NULL
  WHERE r.removed_at > ${GONE}`;

/**
 * Restores what `removeMessages` took, as the open branch: in its place among its siblings if nothing was written
 * since, else as the newest. If the messages before it were removed later, they are restored with it.
 *
 * @throws SarviError `removal-unknown`; `generation-running` while the conversation is being answered;
 *   `message-unknown` when the message before it was deleted for good
 */
export function restoreMessages(change: Change, input: RequestInput<'restoreMessages'>): OpenConversation {
  const { database } = change;
  const removal = database.row<RemovalRow>(`${REMOVAL} AND r.id = ?`, input.removalId);
  if (removal === undefined) throw new SarviError('removal-unknown', { removalId: input.removalId });
  const { conversation_key: conversationKey, conversation_id: conversationId } = removal;
  const growing = 'SELECT 1 FROM messages WHERE streaming = 1 AND conversation_key = ?';
  if (database.row(growing, conversationKey)) throw new SarviError('generation-running', { conversationId });
  for (const each of withThoseAbove(database, removal)) putBack(database, each);
  announceChanged(change, conversationId);
  change.announce('trash.changed', { kind: 'messages' });
  return openConversation(database, { conversationId, ...(input.limit ? { limit: input.limit } : {}) });
}

/** The topmost removal first. */
function withThoseAbove(database: ReadableDB, removal: RemovalRow): RemovalRow[] {
  const chain = [removal];
  for (let top = removal; top.parent_id !== null;) {
    if (database.row('SELECT 1 FROM messages WHERE id = ?', top.parent_id)) break;
    const above = database.row<RemovalRow>(
      `${REMOVAL} AND r.key = (SELECT removal_key FROM removed_messages WHERE id = ?)`,
      top.parent_id,
    );
    if (above === undefined || chain.some(({ key }) => key === above.key)) break;
    chain.unshift(above);
    top = above;
  }
  return chain;
}

/** @throws SarviError `message-unknown` */
function putBack(database: WritableDB, removal: RemovalRow): void {
  const parentKey = removal.parent_id === null ? null : findKey(database, removal.conversation_key, removal.parent_id);
  const rows = database.rows<{ key: number; id: string; parent_key: number | null }>(
    'SELECT key, id, parent_key FROM removed_messages WHERE removal_key = ? ORDER BY key',
    removal.key,
  );
  const [first] = rows;
  const keys = freeKeys(
    database,
    rows.map(({ key }) => key),
    parentKey ?? 0,
  );
  for (const row of rows) {
    database.write(
      `INSERT INTO messages (key, id, conversation_key, parent_key, role, text, created_at, stop_reason, error,
         generation, asides, thumb, bookmarked_at)
       SELECT ?, id, ?, ?, role, text, created_at, stop_reason, error, generation, asides, thumb, bookmarked_at
       FROM removed_messages WHERE removal_key = ? AND key = ?`,
      keys(row.key),
      removal.conversation_key,
      row === first ? parentKey : keys(row.parent_key ?? 0),
      removal.key,
      row.key,
    );
  }
  const leaf = rows.find(({ id }) => id === removal.leaf_id);
  if (leaf) setLeaf(database, removal.conversation_key, keys(leaf.key));
  else if (first) {
    setLeaf(database, removal.conversation_key, newestLeaf(database, removal.conversation_key, keys(first.key)));
  }
  database.write('DELETE FROM removed_messages WHERE removal_key = ?', removal.key);
  database.write('DELETE FROM removals WHERE key = ?', removal.key);
}

/**
 * The key for each restored message: its own, or a new one in the same order if others have taken those keys, or if the
 * restored parent has a larger one.
 */
function freeKeys(database: ReadableDB, wanted: readonly number[], parentKey: number): (key: number) => number {
  const taken = database.row(
    'SELECT 1 FROM json_each(?) AS wanted CROSS JOIN messages m ON m.key = wanted.value LIMIT 1',
    JSON.stringify(wanted),
  );
  if (taken === undefined && parentKey < (wanted[0] ?? 0)) return (key) => key;
  const top = database.row<{ key: number }>('SELECT max(key) AS key FROM messages')?.key ?? 0;
  const places = new Map(wanted.map((key, index) => [key, top + 1 + index]));
  return (key) => places.get(key) ?? key;
}
