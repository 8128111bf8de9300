import type { HistoryDatabase, ReadableDB } from './database.ts';
import { listFolders } from './folders.ts';
import type { HistoryChange } from './protocol.ts';
import { CONVERSATION_COLUMNS, type ConversationRow, conversationOf } from './rows.ts';
import { listTags } from './tags.ts';

/** Short enough for a user of two windows; a check takes microseconds while nobody else writes. */
const EVERY_MS = 1000;
/** How many of each list's newest conversations are compared one by one. */
const NEWEST = 200;
/** With more changes than this at once, the lists are read again. */
const MOST_TOLD = 50;

interface Seen {
  readonly newestMessage: number;
  /** Messages that any process is writing, with their conversations. */
  readonly growing: ReadonlyMap<number, number>;
  readonly conversations: ReadonlyMap<number, string>;
  readonly count: number;
  readonly folders: string;
  readonly tags: string;
  readonly comparisons: string;
}

/** Each list is read along its index, so that a check costs the same in a large history. */
const NEWEST_KEYS = [0, 1]
  .flatMap((archived) => [0, 1].map((pinned) => `archived = ${archived} AND pinned = ${pinned}`))
  .map(
    (list) => `SELECT key FROM (SELECT key FROM conversations
      WHERE deleted_at IS NULL AND comparison_key IS NULL AND ${list}
      ORDER BY updated_at DESC LIMIT ${NEWEST})`,
  );
const CONVERSATIONS = `
  SELECT ${CONVERSATION_COLUMNS} FROM conversations WHERE key IN (${NEWEST_KEYS.join(' UNION ALL ')})`;

/** Whatever is done to a comparison shows in one of these. */
const COMPARISONS =
  'SELECT count(*), count(deleted_at), max(updated_at), total(deleted_at), total(length(title)) FROM comparisons';

/** Tells of what other processes have written, which SQLite counts in `data_version`. */
export function watchOtherProcesses(
  database: HistoryDatabase,
  onChanges: (changes: readonly HistoryChange[]) => void,
): { end(): void } {
  let version = versionOf(database);
  let seen = database.reading(look);
  const timer = setInterval(() => {
    try {
      const now = versionOf(database);
      if (now === version) return;
      const before = seen;
      const changes = database.reading((readable) => {
        seen = look(readable);
        return compare(readable, before, seen);
      });
      version = now;
      if (changes.length > 0) onChanges(changes);
    } catch {
      // A lock or a fault of the disk: the next check sees the same, and requests report it.
    }
  }, EVERY_MS);
  return { end: () => clearInterval(timer) };
}

function versionOf(database: HistoryDatabase): number {
  return database.connection.pragma('data_version', { simple: true }) as number;
}

function look(database: ReadableDB): Seen {
  const rows = database.rows<ConversationRow>(CONVERSATIONS);
  const growing = database.rows<{ key: number; conversation_key: number }>(
    'SELECT key, conversation_key FROM messages WHERE streaming = 1',
  );
  return {
    newestMessage: database.row<{ key: number | null }>('SELECT max(key) AS key FROM messages')?.key ?? 0,
    growing: new Map(growing.map(({ key, conversation_key }) => [key, conversation_key])),
    conversations: new Map(rows.map((row) => [row.key, JSON.stringify(row)])),
    count: database.row<{ count: number }>('SELECT count(*) AS count FROM conversations')?.count ?? 0,
    folders: JSON.stringify(listFolders(database)),
    tags: JSON.stringify(listTags(database)),
    comparisons: JSON.stringify(database.row(COMPARISONS)),
  };
}

function compare(database: ReadableDB, before: Seen, now: Seen): HistoryChange[] {
  const changes: HistoryChange[] = [];
  if (before.folders !== now.folders) changes.push({ name: 'folders.changed', payload: null });
  if (before.comparisons !== now.comparisons) changes.push({ name: 'comparison.changed', payload: { kind: 'many' } });
  if (before.tags !== now.tags) changes.push({ name: 'tags.changed', payload: null });
  const added = database.rows<{ conversation_key: number }>(
    'SELECT conversation_key FROM messages WHERE key > ?',
    before.newestMessage,
  );
  const touched = new Set([
    ...added.map(({ conversation_key }) => conversation_key),
    ...before.growing.values(),
    ...now.growing.values(),
    ...[...now.conversations].flatMap(([key, row]) => (before.conversations.get(key) === row ? [] : [key])),
    // A conversation that went to the trash has left its list.
    ...[...before.conversations.keys()].filter((key) => !now.conversations.has(key)),
  ]);
  if (now.count < before.count || touched.size > MOST_TOLD) {
    return [...changes, { name: 'conversation.changed', payload: { kind: 'many' } }];
  }
  const conversations = [...touched].flatMap((key) => {
    const row = database.row<ConversationRow>(
      `SELECT ${CONVERSATION_COLUMNS} FROM conversations WHERE key = ? AND comparison_key IS NULL`,
      key,
    );
    return row === undefined ? [] : conversationOf(row);
  });
  if (conversations.length === 0) return changes;
  return [...changes, { name: 'conversation.changed', payload: { kind: 'outside', conversations } }];
}
