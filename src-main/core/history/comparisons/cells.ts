import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';
import type { ReadableDB } from '../database.ts';
import type { Change } from '../change.ts';
import { findConversation } from '../conversations.ts';
import { openConversation } from '../branches.ts';
import type { RequestInput, RequestOutput } from '../protocol.ts';
import { columnsOf, findComparison, type ColumnRecord } from './comparison-records.ts';
import { nameFirstCell } from './name-comparison.ts';

export interface RowRecord {
  readonly key: number;
  readonly id: string;
  readonly cluster: string;
  readonly language: 'fi' | 'en' | null;
  readonly category: string | null;
  readonly turns: string;
  readonly system_prompt: string | null;
}

/** Creates the conversation of a cell with the settings of its column and row. @returns its id */
export function makeCell(change: Change, comparisonKey: number, rowId: string, column: ColumnRecord): string {
  const { database, nowMs } = change;
  const row = findRow(database, comparisonKey, rowId);
  const id = randomUUID();
  const { key } = database.write(
    `INSERT INTO conversations (id, system_prompt, model_id, model_name, sampling, adapters, created_at, updated_at,
       comparison_key)
     VALUES (:id, :systemPrompt, :modelId, :modelName, :sampling, :adapters, :nowMs, :nowMs, :comparisonKey)`,
    {
      id,
      systemPrompt: row.system_prompt ?? column.system_prompt,
      modelId: column.model_id,
      modelName: column.model_name,
      sampling: column.sampling,
      adapters: column.adapters,
      nowMs,
      comparisonKey,
    },
  );
  database.write(
    'INSERT INTO comparison_cells (row_key, column_key, conversation_key) VALUES (?, ?, ?)',
    row.key,
    column.key,
    key,
  );
  nameFirstCell(database, comparisonKey);
  return id;
}

/**
 * A cell of a set with its prompt and all its messages; its conversation is created if it does not exist yet.
 *
 * @throws SarviError `comparison-unknown`, also if it has no such row or column
 */
export function openCell(
  change: Change,
  { comparisonId, rowId, columnId }: RequestInput<'openCell'>,
): RequestOutput<'openCell'> {
  const { database } = change;
  const { key } = findComparison(database, comparisonId);
  const row = findRow(database, key, rowId);
  const column = findColumn(database, comparisonId, key, columnId);
  const known = conversationIdOf(database, row.key, column.key);
  const conversationId = known ?? makeCell(change, key, rowId, column);
  const messages = openConversation(database, { conversationId }).branch;
  return { conversationId, turns: JSON.parse(row.turns) as string[], language: row.language, messages };
}

/** Stores the language of a cell's answers. A language that the user has set changes only by the user. */
export function setCellLanguage(change: Change, input: RequestInput<'setCellLanguage'>): null {
  const { database } = change;
  const { key } = findComparison(database, input.comparisonId);
  const row = findRow(database, key, input.rowId);
  const column = findColumn(database, input.comparisonId, key, input.columnId);
  database.write(
    `UPDATE comparison_cells SET language = ?, language_by_hand = ?
     WHERE row_key = ? AND column_key = ? AND (? OR language_by_hand = 0)`,
    input.language,
    Number(input.byHand),
    row.key,
    column.key,
    Number(input.byHand || input.language === null),
  );
  return null;
}

/** Empties the last answer of a conversation, which will be generated again. @throws SarviError `message-unknown` */
export function emptyAnswer({ database }: Change, { messageId }: RequestInput<'emptyAnswer'>): null {
  const { changes } = database.write(
    `UPDATE messages SET text = '', asides = NULL, generation = NULL, stop_reason = 'failed'
     WHERE id = ? AND role = 'assistant' AND streaming = 0`,
    messageId,
  );
  if (changes === 0) throw new SarviError('message-unknown', { messageId });
  return null;
}

/** The model whose template renders a cell's prompt; null for its own, and for ordinary conversations. */
export function templateOf(database: ReadableDB, { conversationId }: RequestInput<'templateOf'>): string | null {
  const { key } = findConversation(database, conversationId);
  const column = database.row<{ template_model_id: string | null }>(
    `SELECT template_model_id FROM comparison_cells CROSS JOIN comparison_columns column ON column.key = column_key
     WHERE conversation_key = ?`,
    key,
  );
  return column?.template_model_id ?? null;
}

/** @throws SarviError `comparison-unknown` */
export function findRow(database: ReadableDB, comparisonKey: number, rowId: string): RowRecord {
  const row = database.row<RowRecord>(
    'SELECT * FROM comparison_rows WHERE id = ? AND comparison_key = ?',
    rowId,
    comparisonKey,
  );
  if (row === undefined) throw new SarviError('comparison-unknown', { rowId });
  return row;
}

function findColumn(database: ReadableDB, comparisonId: string, comparisonKey: number, columnId: string): ColumnRecord {
  const column = columnsOf(database, comparisonKey).find(({ id }) => id === columnId);
  if (column === undefined) throw new SarviError('comparison-unknown', { comparisonId, columnId });
  return column;
}

function conversationIdOf(database: ReadableDB, rowKey: number, columnKey: number): string | null {
  const cell = database.row<{ id: string }>(
    `SELECT conversations.id FROM comparison_cells CROSS JOIN conversations ON conversations.key = conversation_key
     WHERE row_key = ? AND column_key = ?`,
    rowKey,
    columnKey,
  );
  return cell?.id ?? null;
}
