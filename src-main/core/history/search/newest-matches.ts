import type { ReadableDB } from '../database.ts';
import type { FilterConditions } from './filter-conditions.ts';

/** Which of the two full-text indexes: their rows have the keys of `messages` and of `conversations`. */
export type SearchIndex = 'message_search' | 'title_search';

/** What a match must be, beside matching. */
export interface Among {
  /** Its key is one of these. */
  readonly keys: readonly number[];
}

/** The messages that one filtered search may look up one by one; with more, a walk meets enough of them. */
const MOST_NARROW = 20_000;

/**
 * The keys of the newest texts that match, newest first: straight from the index and without sorting, so that a common
 * word costs no more than a rare one. Keys are in the order of writing.
 */
export function newestMatches(
  database: ReadableDB,
  index: SearchIndex,
  expression: string,
  { below, count, among }: { below: number; count: number; among: Among | null },
): number[] {
  if (among === null) {
    return keys(
      database,
      `SELECT rowid AS key FROM ${index} s WHERE ${index} MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?`,
      expression,
      below,
      count,
    );
  }
  const last = Math.min(below - 1, among.keys.at(-1) ?? 0);
  return keys(
    database,
    // The plus keeps SQLite from asking the index once for each key: each of those asks costs as much as a search.
    `SELECT rowid AS key FROM ${index} s WHERE ${index} MATCH ? AND rowid BETWEEN ? AND ?
       AND +rowid IN (SELECT value FROM json_each(?)) ORDER BY rowid DESC LIMIT ?`,
    expression,
    among.keys[0] ?? 0,
    last,
    JSON.stringify(among.keys),
    count,
  );
}

/** All messages that narrow filters leave, in order of age; null when they are too many to be named. */
export function narrowMessages(database: ReadableDB, { narrow, conversation }: FilterConditions): Among | null {
  if (!narrow) return null;
  const found = keys(
    database,
    `SELECT m.key FROM conversations c CROSS JOIN messages m ON m.conversation_key = c.key
     WHERE ${conversation.sql} LIMIT ?`,
    ...conversation.parameters,
    MOST_NARROW + 1,
  );
  return found.length > MOST_NARROW ? null : { keys: found.sort((a, b) => a - b) };
}

function keys(database: ReadableDB, sql: string, ...parameters: (string | number)[]): number[] {
  return database.rows<{ key: number }>(sql, ...parameters).map(({ key }) => key);
}
