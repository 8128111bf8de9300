import type { ReadableDB } from '../database.ts';

/** Which of the two full-text indexes: their rows have the keys of `messages` and of `conversations`. */
export type SearchIndex = 'message_search' | 'title_search';

/** Where matches are looked for. */
export interface MatchScope {
  /** The largest key that can be meant. */
  readonly last: number;
  /** Only these, in order; null for all up to the last. */
  readonly keys: readonly number[] | null;
}

/**
 * The keys of the newest texts that match, newest first: straight from the index and without sorting, so that a common
 * word costs no more than a rare one. Keys are in the order of writing.
 */
export function newestMatches(
  database: ReadableDB,
  index: SearchIndex,
  expression: string,
  { below, count, among }: { below: number; count: number; among: MatchScope },
): number[] {
  // The plus keeps SQLite from asking the index once for each key: each of those asks costs as much as a search.
  const named = among.keys === null ? '' : 'AND +rowid IN (SELECT value FROM json_each(?))';
  const sql = `
    SELECT rowid AS key FROM ${index} s WHERE ${index} MATCH ? AND rowid BETWEEN ? AND ? ${named}
    ORDER BY rowid DESC LIMIT ?`;
  const [first, last] = [among.keys?.[0] ?? 0, Math.min(among.last, below - 1)];
  const wanted = among.keys === null ? [] : [JSON.stringify(among.keys)];
  return database.rows<{ key: number }>(sql, expression, first, last, ...wanted, count).map(({ key }) => key);
}
