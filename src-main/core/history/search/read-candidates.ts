import type { ReadableDB } from '../database.ts';
import type { Candidate } from './candidate.ts';
import type { FilterConditions } from './filter-conditions.ts';

/** A cell goes by the title of its comparison. */
const TITLE = `
      (SELECT id FROM comparisons WHERE key = c.comparison_key) AS comparison_id,
      ifnull((SELECT title FROM comparisons WHERE key = c.comparison_key), c.title) AS conversation_title`;

/** Of the messages with these keys, at most `count` that the filters leave, in the order of the keys. */
export function readMessages(
  database: ReadableDB,
  { conversation, message }: FilterConditions,
  keys: readonly number[],
  count: number,
): Candidate[] {
  const sql = `
    SELECT m.key, c.id AS conversation_id, ${TITLE}, m.id AS message_id, m.role, m.text,
      m.created_at
    FROM json_each(?) wanted
    CROSS JOIN messages m ON m.key = wanted.value
    CROSS JOIN conversations c ON c.key = m.conversation_key
    WHERE ${message.sql} AND ${conversation.sql} LIMIT ?`;
  const parameters = [...message.parameters, ...conversation.parameters, count];
  return database.rows<Candidate>(sql, JSON.stringify(keys), ...parameters);
}

/** At most `count` titles of the conversations with these keys that pass the filters. */
export function readTitles(
  database: ReadableDB,
  { conversation, title }: FilterConditions,
  keys: readonly number[],
  count: number,
): Candidate[] {
  const sql = `
    SELECT c.key, c.id AS conversation_id, ${TITLE}, NULL AS message_id, NULL AS role,
      c.title AS text, c.created_at
    FROM json_each(?) wanted
    CROSS JOIN conversations c ON c.key = wanted.value
    WHERE ${title.sql} AND ${conversation.sql} LIMIT ?`;
  const parameters = [...title.parameters, ...conversation.parameters, count];
  return database.rows<Candidate>(sql, JSON.stringify(keys), ...parameters);
}
