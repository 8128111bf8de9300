import type { ReadableDB } from '../database.ts';

/** The full-text index of messages or of titles; their rows have the keys of `messages` and `conversations`. */
export type SearchIndex = 'message_search' | 'title_search';

/** The rows to search in. */
export interface MatchScope {
  /** The largest key to search. */
  readonly last: number;
  /** Only these keys, in order; null for all up to the last. */
  readonly keys: readonly number[] | null;
}

/**
 * The keys of the newest matching texts, newest first, read from the index without sorting, so that a common word costs
 * no more than a rare one. Keys are in the order of writing.
 */
export function newestMatches(
  database: ReadableDB,
  index: SearchIndex,
  expression: string,
  { below, count, among }: { below: number; count: number; among: MatchScope },
): number[] {
  // The plus keeps SQLite from asking the index once for each key, which would cost as much as a search each time.
  const named = among.keys === null ? '' : 'AND +rowid IN (SELECT value FROM json_each(?))';
  const sql = `
    SELECT rowid AS key FROM ${index} s WHERE ${index} MATCH ? AND rowid BETWEEN ? AND ? ${named}
    ORDER BY rowid DESC LIMIT ?`;
  const [first, last] = [among.keys?.[0] ?? 0, Math.min(among.last, below - 1)];
  const wanted = among.keys === null ? [] : [JSON.stringify(among.keys)];
  return database.rows<{ key: number }>(sql, expression, first, last, ...wanted, count).map(({ key }) => key);
}
