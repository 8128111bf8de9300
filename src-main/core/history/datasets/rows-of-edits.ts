import type { DatasetQuery } from '#contract/datasets';
import type { ReadableDB } from '../database.ts';
import { answerOf, type AnswerRecord, answersWhere, siblingsOf } from './answer-rows.ts';
import { saidBefore } from './said-before.ts';
import type { SourceRow } from './source-row.ts';

/** Answers that the user rewrote: the new version is good, the model's own is bad. An SFT row has only the new one. */
export function* rowsOfEdits(database: ReadableDB, query: DatasetQuery): Generator<SourceRow> {
  for (const edited of answersWhere(database, query, "m.stop_reason = 'edited' AND c.comparison_key IS NULL")) {
    const original = query.kind === 'sft' ? null : originalOf(database, edited);
    if (query.kind !== 'sft' && original === null) continue;
    yield {
      id: `edit:${edited.id}`,
      source: 'edits',
      conversationId: edited.conversation_id,
      comparisonId: null,
      cluster: null,
      prompt: saidBefore(database, edited.id, edited.system_prompt),
      good: answerOf(edited),
      bad: original === null ? null : answerOf(original),
      language: null,
      isTie: false,
      hasOnePrompt: true,
    };
  }
}

/** The answer with the same figures; else the last one before the edit that no user wrote. */
function originalOf(database: ReadableDB, edited: AnswerRecord): AnswerRecord | null {
  const others = siblingsOf(database, edited).filter(({ stop_reason: reason }) => reason !== 'edited');
  const same = others.find(
    (other) =>
      edited.seed !== null &&
      other.model_id === edited.model_id &&
      other.seed === edited.seed &&
      other.generation_ms === edited.generation_ms,
  );
  return same ?? others.findLast(({ key }) => key < edited.key) ?? null;
}
