/**
 * Removes conversations and messages that were deleted for good: from the trash by the user, or after 30 days in it.
 *
 * Everything is removed: messages, draft and tags, entries in the search index, words of the vocabulary that no other
 * text has, and what the index keeps of deleted entries until its parts are merged. SQLite overwrites freed pages
 * (`secure_delete`), and the log is emptied, so the text does not stay in the files. The file keeps its size and uses
 * free pages again; shrinking it would copy all of it. KV states were removed when the conversation went to the trash.
 * Older backups keep the content, which is their purpose.
 *
 * This takes long in a large history, so it is done in steps of some milliseconds, between which requests are answered.
 */
import type { HistoryDatabase, ReadableDB, WritableDB } from './database.ts';
import { sweepComparisons } from './comparisons/trashed-comparisons.ts';
import { emptyLog } from './empty-log.ts';
import { sweepFolderFiles } from './folder-files.ts';
import type { HistoryChange } from './protocol.ts';
import { sweepRemovals, sweepRemovalsOf } from './removed-in-trash.ts';
import { GONE, TRASH_MS } from './trash-terms.ts';

const MESSAGES_PER_STEP = 25;
const WORDS_PER_STEP = 300;
const INDEX_PAGES_PER_STEP = 64;
/** The name in `due_work` of the work that is due when texts were removed: going through the index. */
export const INDEX_WORK = 'search index';
/**
 * The name while this work is under way. Content that is removed meanwhile, in a part that is done, makes the work due
 * again.
 */
const INDEX_WORK_BEGUN = 'search index, begun';

/** The result of one step. */
export interface SweepStep {
  /** Whether there is more to do now. */
  readonly more: boolean;
  readonly changes: readonly HistoryChange[];
}

/** Does the work in steps, each in a transaction of its own, so that a crash between two loses nothing. */
export class Sweep {
  readonly #database: HistoryDatabase;
  #index: IndexSweep | null = null;

  constructor(database: HistoryDatabase) {
    this.#database = database;
  }

  /** @throws SqliteError when the database cannot be written now; the step is then still to be done */
  step(nowMs: number): SweepStep {
    const removed = this.#database.writing((database) => removeSome(database, nowMs), 'deferred');
    if (removed !== null) {
      this.#index = null;
      return removed;
    }
    const index = (this.#index ??= this.#beginIndex());
    if (index === null) return NOTHING;
    // Stored only after the commit: a failed step is repeated from its beginning.
    this.#index = this.#database.writing((database) => sweepIndex(database, index), 'deferred');
    if (this.#index !== null) return { more: true, changes: [] };
    this.#database.writing((database) => database.write('DELETE FROM due_work WHERE name = ?', INDEX_WORK_BEGUN));
    // Readers may prevent emptying the log now; the next checkpoint overwrites it then.
    emptyLog(this.#database.connection);
    return { more: isIndexDue(this.#database), changes: [] };
  }

  /** Null when there is nothing to do. */
  #beginIndex(): IndexSweep | null {
    if (!isIndexDue(this.#database)) return null;
    this.#database.writing((database) => {
      database.write('INSERT OR IGNORE INTO due_work (name) VALUES (?)', INDEX_WORK_BEGUN);
      database.write('DELETE FROM due_work WHERE name = ?', INDEX_WORK);
    });
    return { lastWord: 0, unmerged: null };
  }
}

/** The progress through the index. */
interface IndexSweep {
  /** Key of the last word that was checked; null when all were. */
  readonly lastWord: number | null;
  /** Full-text tables that are not merged yet, and whether the first of them was begun. */
  readonly unmerged: readonly { readonly table: string; readonly begun: boolean }[] | null;
}

const NOTHING: SweepStep = { more: false, changes: [] };

function isIndexDue(database: ReadableDB): boolean {
  const sql = 'SELECT 1 FROM due_work WHERE name IN (?, ?) LIMIT 1';
  return database.row(sql, INDEX_WORK, INDEX_WORK_BEGUN) !== undefined;
}

/** Removes some messages of a deleted conversation or removal, or at last the row itself; null when none is left. */
function removeSome(database: WritableDB, nowMs: number): SweepStep | null {
  const due = database.row<{ key: number; id: string; deleted_at: number }>(
    'SELECT key, id, deleted_at FROM conversations WHERE deleted_at < ? ORDER BY deleted_at LIMIT 1',
    nowMs - TRASH_MS,
  );
  if (due === undefined) {
    const isNew = sweepRemovals(database, nowMs - TRASH_MS, MESSAGES_PER_STEP);
    if (isNew === null) {
      const changes = sweepComparisons(database, nowMs - TRASH_MS);
      if (changes !== null) return { more: true, changes };
      if (!sweepFolderFiles(database, nowMs - TRASH_MS)) return null;
      database.write('INSERT OR IGNORE INTO due_work (name) VALUES (?)', INDEX_WORK);
      return { more: true, changes: [] };
    }
    // The log still has their text; it is emptied at the end.
    database.write('INSERT OR IGNORE INTO due_work (name) VALUES (?)', INDEX_WORK);
    return { more: true, changes: isNew ? [{ name: 'trash.changed', payload: { kind: 'messages' } }] : [] };
  }
  const changes: HistoryChange[] = [];
  if (due.deleted_at !== GONE) {
    // From the first step on it cannot be restored.
    database.write(`UPDATE conversations SET deleted_at = ${GONE} WHERE key = ?`, due.key);
    changes.push({ name: 'conversation.changed', payload: { kind: 'deleted', conversationIds: [due.id] } });
  }
  database.write('INSERT OR IGNORE INTO due_work (name) VALUES (?)', INDEX_WORK);
  if (sweepRemovalsOf(database, due.key, MESSAGES_PER_STEP)) return { more: true, changes };
  // A child's key is larger than its parent's, so children are removed first.
  const messages = database.rows<{ key: number }>(
    'SELECT key FROM messages WHERE conversation_key = ? ORDER BY key DESC LIMIT ?',
    due.key,
    MESSAGES_PER_STEP,
  );
  for (const { key } of messages) database.write('DELETE FROM messages WHERE key = ?', key);
  if (messages.length === 0) database.write('DELETE FROM conversations WHERE key = ?', due.key);
  return { more: true, changes };
}

/** Continues through the index: first words, then parts. @returns the new progress; null when it is done */
function sweepIndex(database: WritableDB, { lastWord, unmerged }: IndexSweep): IndexSweep | null {
  if (lastWord !== null) return { lastWord: forgetWords(database, lastWord), unmerged };
  const [next, ...others] = unmerged ?? fullTextTables(database).map((table) => ({ table, begun: false }));
  if (next === undefined) return null;
  return { lastWord, unmerged: mergeSome(database, next) ? others : [{ ...next, begun: true }, ...others] };
}

/**
 * Removes words from the vocabulary that no text has any more, beginning after `lastWord`. Words are looked up in the
 * index itself, so words of changed texts and titles are removed, too.
 *
 * @returns the key of the last word that was checked; null when there are no more
 */
function forgetWords(database: WritableDB, lastWord: number): number | null {
  const words = database.rows<{ key: number; word: string }>(
    'SELECT key, word FROM vocabulary WHERE key > ? ORDER BY key LIMIT ?',
    lastWord,
    WORDS_PER_STEP,
  );
  for (const { key, word } of words) {
    const isUsed = ['message_search', 'title_search'].some(
      (index) => database.row(`SELECT 1 FROM ${index} WHERE ${index} MATCH ? LIMIT 1`, `"${word}"`) !== undefined,
    );
    if (!isUsed) database.write('DELETE FROM vocabulary WHERE key = ?', key);
  }
  return words.at(-1)?.key ?? null;
}

function fullTextTables(database: ReadableDB): string[] {
  return database
    .rows<{ name: string; sql: string | null }>(`SELECT name, sql FROM sqlite_schema WHERE type = 'table'`)
    .filter(({ sql }) => sql !== null && /\bUSING\s+fts5\s*\(/i.test(sql))
    .map(({ name }) => name);
}

/**
 * Continues to merge all parts of a full-text index into one, which drops deleted entries. It does in steps what
 * "optimize" does at once; a negative number begins it.
 *
 * @returns whether it is merged
 * @see https://www.sqlite.org/fts5.html#the_merge_command
 */
function mergeSome(database: WritableDB, { table, begun }: { table: string; begun: boolean }): boolean {
  const before = totalChanges(database);
  const pages = begun ? INDEX_PAGES_PER_STEP : -INDEX_PAGES_PER_STEP;
  database.write(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ?)`, pages);
  // The command itself counts as one change.
  return totalChanges(database) - before < 2;
}

function totalChanges(database: WritableDB): number {
  return database.row<{ count: number }>('SELECT total_changes() AS count')?.count ?? 0;
}
