import type { DatasetQuery } from '#contract/datasets';
import type { StopReason } from '#contract/generation-record';
import type { ReadableDB } from '../database.ts';
import { saidBefore } from './said-before.ts';
import type { SourceAnswer, SourceRow } from './source-row.ts';

interface VoteRow {
  readonly id: string;
  readonly comparison_id: string;
  readonly cluster: string;
  readonly language: string | null;
  readonly outcome: 'a' | 'b' | 'tie' | 'both-bad';
  readonly a_message_id: string;
  readonly b_message_id: string;
}

interface VotedAnswer {
  readonly id: string;
  readonly conversation_id: string;
  readonly system_prompt: string;
  readonly text: string;
  readonly stop_reason: StopReason | null;
  readonly model_name: string | null;
}

const VOTES = `
  SELECT vote.id, comparison.id AS comparison_id, row.cluster, row.language, vote.outcome, vote.a_message_id,
    vote.b_message_id
  FROM comparison_votes vote
  CROSS JOIN comparisons comparison ON comparison.key = vote.comparison_key AND comparison.deleted_at IS NULL
  CROSS JOIN comparison_rows row ON row.key = vote.row_key
  WHERE vote.outcome IN ('a', 'b', 'tie', 'both-bad')
    AND (:ids IS NULL OR comparison.id IN (SELECT value FROM json_each(:ids)))
  ORDER BY vote.key`;

const ANSWER = `
  SELECT m.id, c.id AS conversation_id, c.system_prompt, m.text, m.stop_reason,
    ifnull(m.generation ->> '$.modelName', c.model_name) AS model_name
  FROM messages m CROSS JOIN conversations c ON c.key = m.conversation_key WHERE m.id = ?`;

/**
 * Votes of comparisons. A preference has both answers; for KTO each answer is a row, and of two bad ones both are bad.
 * Votes on answers that are gone have no row.
 */
export function* rowsOfVotes(database: ReadableDB, query: DatasetQuery): Generator<SourceRow> {
  const { comparisonIds, kind } = query;
  const ids = comparisonIds === null ? null : JSON.stringify(comparisonIds);
  for (const vote of database.rows<VoteRow>(VOTES, { ids })) {
    const a = database.row<VotedAnswer>(ANSWER, vote.a_message_id);
    const b = database.row<VotedAnswer>(ANSWER, vote.b_message_id);
    if (a === undefined || b === undefined) continue;
    const [first, second] = vote.outcome === 'b' ? [b, a] : [a, b];
    const prompt = saidBefore(database, first.id, first.system_prompt);
    const common = {
      source: 'votes' as const,
      comparisonId: vote.comparison_id,
      cluster: `${vote.comparison_id} ${vote.cluster}`,
      language: vote.language,
      isTie: vote.outcome === 'tie' || (vote.outcome === 'both-bad' && kind === 'preference'),
    };
    if (kind === 'preference') {
      yield {
        ...common,
        id: `vote:${vote.id}`,
        conversationId: first.conversation_id,
        prompt,
        good: answerOf(first),
        bad: answerOf(second),
        hasOnePrompt: JSON.stringify(saidBefore(database, second.id, second.system_prompt)) === JSON.stringify(prompt),
      };
      continue;
    }
    for (const [answer, isGood] of [[first, vote.outcome !== 'both-bad'] as const, [second, false] as const]) {
      yield {
        ...common,
        id: `vote:${vote.id}:${answer === a ? 'a' : 'b'}`,
        conversationId: answer.conversation_id,
        prompt: saidBefore(database, answer.id, answer.system_prompt),
        good: isGood ? answerOf(answer) : null,
        bad: isGood ? null : answerOf(answer),
        hasOnePrompt: true,
      };
    }
  }
}

function answerOf(answer: VotedAnswer): SourceAnswer {
  const { text, model_name: modelName, stop_reason: stopReason } = answer;
  return { text, modelName, messageId: answer.id, stopReason };
}
