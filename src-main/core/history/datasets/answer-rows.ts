import type { DatasetQuery } from '#contract/datasets';
import type { StopReason } from '#contract/generation-record';
import type { ReadableDB } from '../database.ts';
import type { SourceAnswer, SourceRow } from './source-row.ts';

/** An answer with what a row of a data set needs of its conversation. */
export interface AnswerRecord {
  readonly key: number;
  readonly id: string;
  readonly parent_key: number | null;
  readonly conversation_key: number;
  readonly conversation_id: string;
  readonly system_prompt: string;
  readonly text: string;
  readonly stop_reason: StopReason | null;
  readonly model_name: string | null;
  readonly thumb: -1 | 0 | 1;
  /** Together they tell which answer an edited one was made from. */
  readonly model_id: string | null;
  readonly seed: number | null;
  readonly generation_ms: number | null;
  /** The comparison whose cell the conversation is; null for an ordinary one. */
  readonly comparison_id: string | null;
  readonly cluster: string | null;
  readonly language: string | null;
}

const ANSWERS = `
  SELECT m.key, m.id, m.parent_key, m.conversation_key, c.id AS conversation_id, c.system_prompt, m.text, m.stop_reason,
    ifnull(m.generation ->> '$.modelName', iif(c.comparison_key IS NULL, NULL, c.model_name)) AS model_name, m.thumb, m.generation ->> '$.modelId' AS model_id,
    m.generation ->> '$.seed' AS seed, m.generation ->> '$.generationMs' AS generation_ms,
    comparison.id AS comparison_id, row.cluster, row.language
  FROM messages m CROSS JOIN conversations c ON c.key = m.conversation_key
    LEFT JOIN comparisons comparison ON comparison.key = c.comparison_key
    LEFT JOIN comparison_cells cell ON cell.conversation_key = c.key
    LEFT JOIN comparison_rows row ON row.key = cell.row_key
  WHERE m.role = 'assistant' AND m.streaming = 0 AND c.deleted_at IS NULL`;

const IN_SCOPE = `
  AND (:folderId IS NULL OR c.folder_key = (SELECT key FROM folders WHERE id = :folderId))
  AND (:tagId IS NULL OR EXISTS (
    SELECT 1 FROM conversation_tags own CROSS JOIN tags ON tags.key = own.tag_key
    WHERE own.conversation_key = c.key AND tags.id = :tagId))`;

/** Answers in the query's folder and tag that meet a condition on the message `m`, in the order of writing. */
export function answersWhere(
  database: ReadableDB,
  { folderId, tagId }: Pick<DatasetQuery, 'folderId' | 'tagId'>,
  condition: string,
): AnswerRecord[] {
  return database.rows<AnswerRecord>(`${ANSWERS} ${IN_SCOPE} AND ${condition} ORDER BY m.key`, { folderId, tagId });
}

/** The finished answers to the same question, in the order of writing. */
export function siblingsOf(database: ReadableDB, answer: AnswerRecord): AnswerRecord[] {
  return database.rows<AnswerRecord>(
    `${ANSWERS} AND m.conversation_key = ? AND m.parent_key IS ? AND m.key <> ? ORDER BY m.key`,
    answer.conversation_key,
    answer.parent_key,
    answer.key,
  );
}

/** What a row has of the place of its answer. */
export function placeOf({
  conversation_id: conversationId,
  comparison_id: comparisonId,
  cluster,
  language,
}: AnswerRecord): Pick<SourceRow, 'conversationId' | 'comparisonId' | 'cluster' | 'language'> {
  const prompt = comparisonId === null || cluster === null ? null : `${comparisonId} ${cluster}`;
  return { conversationId, comparisonId, cluster: prompt, language };
}

export function answerOf(record: AnswerRecord): SourceAnswer {
  const isEdited = record.stop_reason === 'edited';
  return {
    text: record.text,
    modelName: isEdited ? null : record.model_name,
    messageId: record.id,
    stopReason: record.stop_reason,
  };
}
