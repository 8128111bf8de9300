import type { DatasetQuery } from '#contract/datasets';
import type { ReadableDB } from '../database.ts';
import { answerOf, answersWhere } from './answer-rows.ts';
import { saidBefore } from './said-before.ts';
import type { SourceRow } from './source-row.ts';

/** The last answer on the open branch of a conversation. */
const LAST_ANSWER = `c.comparison_key IS NULL AND m.key = (
  WITH RECURSIVE branch (key, parent_key, role, streaming) AS (
    SELECT key, parent_key, role, streaming FROM messages WHERE key = c.active_leaf_key
    UNION ALL
    SELECT up.key, up.parent_key, up.role, up.streaming FROM branch CROSS JOIN messages up ON up.key = branch.parent_key
  )
  SELECT key FROM branch WHERE role = 'assistant' AND streaming = 0 LIMIT 1)`;

/** The open branch of each conversation, up to its last answer. */
export function* rowsOfConversations(database: ReadableDB, query: DatasetQuery): Generator<SourceRow> {
  for (const answer of answersWhere(database, query, LAST_ANSWER)) {
    yield {
      id: `conversation:${answer.conversation_id}`,
      source: 'conversations',
      conversationId: answer.conversation_id,
      comparisonId: null,
      cluster: null,
      prompt: saidBefore(database, answer.id, answer.system_prompt),
      good: answerOf(answer),
      bad: null,
      language: null,
      isTie: false,
      hasOnePrompt: true,
    };
  }
}
