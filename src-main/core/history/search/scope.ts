import type { ReadableDB } from '../database.ts';
import type { FilterConditions } from './filter-conditions.ts';
import type { MatchScope } from './newest-matches.ts';

/** What the filters leave, as far as that is known before a message is read. */
export type Scope =
  | { readonly kind: 'few'; readonly messages: readonly number[]; readonly conversations: readonly number[] }
  | { readonly kind: 'many'; readonly messages: MatchScope };

/** This many texts can be read one by one in the time of a search. */
const MOST_FEW = 1000;
/** The most messages that the index is limited to; among more of them, enough matches are found anyway. */
const MOST_NAMED = 20_000;

export function scopeOf(database: ReadableDB, filters: FilterConditions): Scope {
  const { conversation, narrow, until, bookmarked } = filters;
  if (narrow || bookmarked) {
    const rows = bookmarked
      ? `messages m CROSS JOIN conversations c ON c.key = m.conversation_key AND m.bookmarked_at IS NOT NULL`
      : 'conversations c CROSS JOIN messages m ON m.conversation_key = c.key';
    const messages = keys(
      database,
      `SELECT m.key FROM ${rows} WHERE ${conversation.sql} LIMIT ?`,
      ...conversation.parameters,
      MOST_NAMED + 1,
    ).sort((a, b) => a - b);
    if (messages.length <= MOST_FEW) {
      if (bookmarked) return { kind: 'few', messages, conversations: [] };
      const sql = `SELECT c.key FROM conversations c WHERE ${conversation.sql} LIMIT ?`;
      const conversations = keys(database, sql, ...conversation.parameters, MOST_FEW + 1);
      if (conversations.length <= MOST_FEW) return { kind: 'few', messages, conversations };
    }
    if (messages.length <= MOST_NAMED) {
      return { kind: 'many', messages: { last: messages.at(-1) ?? 0, keys: messages } };
    }
  }
  // Reading starts at the newest row, so it must skip what was written after the requested time.
  const last = until === null ? Number.MAX_SAFE_INTEGER : lastWritten(database, until);
  return { kind: 'many', messages: { last, keys: null } };
}

function lastWritten(database: ReadableDB, { from, until }: { from: number; until: number }): number {
  const sql = 'SELECT max(key) AS key FROM messages WHERE created_at >= ? AND created_at < ?';
  return database.row<{ key: number | null }>(sql, from, until)?.key ?? 0;
}

function keys(database: ReadableDB, sql: string, ...parameters: (string | number)[]): number[] {
  return database.rows<{ key: number }>(sql, ...parameters).map(({ key }) => key);
}
