import { existsSync, statSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { BUSY_TIMEOUT_MS, isSoundWithoutIndex, refuseForeign } from './find-damage.ts';
import { listedCondition } from './listed-condition.ts';
import { schemaVersion } from './migrate.ts';
import type { Migration } from './migrations/migrations.ts';
import { defineIndexFunctions } from './search/index-functions.ts';
import { isDamage } from './sqlite-failure.ts';

export interface HistoryProblem {
  /** Where the fault is. A fault in the `index` is repaired by rebuilding the index. */
  readonly in: 'file' | 'references' | 'tree' | 'index';
  /** A reason, or SQLite's own words. */
  readonly text: string;
}

/** The result of a full check of the history. */
export interface HistoryCheck {
  readonly path: string;
  readonly sizeBytes: number;
  readonly version: number;
  /** Null when it could not be read. */
  readonly conversations: number | null;
  readonly inTrash: number | null;
  readonly messages: number | null;
  /** Messages that have siblings, and so begin a branch. */
  readonly branches: number | null;
  /** How many messages were searched for by their own words. */
  readonly lookedUp: number;
  readonly problems: readonly HistoryProblem[];
}

const MOST_PROBLEMS = 20;
/** Only the newest messages: searching for each of a million would take minutes. */
const MOST_LOOKED_UP = 5000;
/** A longer phrase proves no more. */
const WORDS_LOOKED_UP = 40;

/**
 * Reads a whole history and changes nothing. Checks the file, the references, the tree of each conversation, and that
 * the search index contains every message and finds it by its words.
 *
 * @throws SarviError `path-missing`, `history-newer-version`, `history-foreign`; SqliteError when the file cannot be
 *   opened
 */
export function checkHistory(path: string, migrations: readonly Migration[]): HistoryCheck {
  if (!existsSync(path)) throw new SarviError('path-missing', { path });
  const connection = new Sqlite(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    defineIndexFunctions(connection);
    return { path, sizeBytes: statSync(path).size, ...checkOpen(connection, migrations) };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const problems: HistoryProblem[] = [{ in: 'file', text: (error as Error).message }];
    const unread = { conversations: null, inTrash: null, messages: null, branches: null };
    return { path, sizeBytes: statSync(path).size, version: 0, ...unread, lookedUp: 0, problems };
  } finally {
    connection.close();
  }
}

function checkOpen(
  connection: Sqlite.Database,
  migrations: readonly Migration[],
): Omit<HistoryCheck, 'path' | 'sizeBytes'> {
  const problems: HistoryProblem[] = [];
  const note = (where: HistoryProblem['in'], texts: readonly string[]): void => {
    for (const text of texts) if (problems.length < MOST_PROBLEMS) problems.push({ in: where, text });
  };
  refuseForeign(connection, migrations);
  const faults = ask(connection, () => faultsOfFile(connection));
  if (faults.length > 0) note(isSoundWithoutIndex(connection) ? 'index' : 'file', faults);
  note(
    'references',
    ask(connection, () => brokenReferences(connection)),
  );
  note(
    'tree',
    ask(connection, () => faultsOfTrees(connection)),
  );
  // The content of an unreadable index need not be checked.
  const index = faults.length === 0 ? faultsOfIndex(connection) : { lookedUp: 0, faults: [] };
  note('index', index.faults);
  const count = (sql: string): number | null => {
    try {
      return connection.prepare(sql).pluck().get() as number;
    } catch (error) {
      if (isDamage(error)) return null;
      throw error;
    }
  };
  const listed = listedCondition(connection);
  return {
    version: schemaVersion(connection),
    conversations: count(`SELECT count(*) FROM conversations WHERE deleted_at IS NULL AND ${listed}`),
    inTrash: count(`SELECT count(*) FROM conversations WHERE deleted_at IS NOT NULL AND ${listed}`),
    messages: count('SELECT count(*) FROM messages'),
    branches: count(
      `SELECT coalesce(sum(siblings - 1), 0) FROM (
         SELECT count(*) AS siblings FROM messages GROUP BY conversation_key, parent_key HAVING count(*) > 1)`,
    ),
    lookedUp: index.lookedUp,
    problems,
  };
}

/** Runs one check; damage that stops it is its result. */
function ask(connection: Sqlite.Database, check: (connection: Sqlite.Database) => string[]): string[] {
  try {
    return check(connection);
  } catch (error) {
    if (isDamage(error)) return [(error as Error).message];
    throw error;
  }
}

function faultsOfFile(connection: Sqlite.Database): string[] {
  const rows = connection.pragma(`integrity_check(${MOST_PROBLEMS})`) as { integrity_check: string }[];
  return rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
}

function brokenReferences(connection: Sqlite.Database): string[] {
  const rows = connection.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[];
  return rows.map(({ table, rowid, parent }) => because('row-refers-to-nothing', { row: rowid, table, parent }));
}

/** Checks what the schema cannot: a parent is older than its child, so no message is its own ancestor. */
function faultsOfTrees(connection: Sqlite.Database): string[] {
  const strayed = connection
    .prepare(
      `SELECT id FROM conversations c WHERE active_leaf_key IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM messages WHERE key = c.active_leaf_key AND conversation_key = c.key)`,
    )
    .pluck()
    .all();
  const rootless = connection
    .prepare(
      `SELECT DISTINCT c.id FROM conversations c JOIN messages m ON m.conversation_key = c.key
       WHERE NOT EXISTS (SELECT 1 FROM messages r WHERE r.conversation_key = c.key AND r.parent_key IS NULL)`,
    )
    .pluck()
    .all();
  return [
    ...strayed.map((id) => because('open-version-elsewhere', { conversation: String(id) })),
    ...rootless.map((id) => because('no-first-message', { conversation: String(id) })),
  ];
}

/** Growing messages are indexed when they end. */
function faultsOfIndex(connection: Sqlite.Database): { lookedUp: number; faults: string[] } {
  const missing = countOf(
    connection,
    'SELECT key FROM messages WHERE streaming = 0 EXCEPT SELECT id FROM message_search_docsize',
  );
  const left = countOf(
    connection,
    'SELECT id FROM message_search_docsize EXCEPT SELECT key FROM messages WHERE streaming = 0',
  );
  const titles = countOf(
    connection,
    `SELECT key FROM conversations WHERE title <> '' EXCEPT SELECT id FROM title_search_docsize`,
  );
  const faults = [
    [missing, 'messages-not-indexed'],
    [left, 'entries-without-message'],
    [titles, 'titles-not-indexed'],
  ] as const;
  const lookUp = lookUpMessages(connection);
  return {
    lookedUp: lookUp.lookedUp,
    faults: [
      ...faults.filter(([count]) => count > 0).map(([count, what]) => because(what, { count })),
      ...lookUp.faults,
    ],
  };
}

function lookUpMessages(connection: Sqlite.Database): { lookedUp: number; faults: string[] } {
  const messages = connection.prepare<[number], { key: number; id: string; words: string }>(
    'SELECT key, id, search_words(text) AS words FROM messages WHERE streaming = 0 ORDER BY key DESC LIMIT ?',
  );
  const find = connection.prepare('SELECT 1 FROM message_search WHERE message_search MATCH ? AND rowid = ?').pluck();
  let lookedUp = 0;
  const faults: string[] = [];
  for (const { key, id, words } of messages.iterate(MOST_LOOKED_UP)) {
    const phrase = words.split(' ').slice(0, WORDS_LOOKED_UP).join(' ');
    if (phrase === '') continue;
    lookedUp += 1;
    if (find.get(`"${phrase.replaceAll('"', '""')}"`, key) === undefined) {
      faults.push(because('not-found-by-words', { message: id }));
    }
  }
  return { lookedUp, faults };
}

function countOf(connection: Sqlite.Database, rows: string): number {
  return connection.prepare(`SELECT count(*) FROM (${rows})`).pluck().get() as number;
}
