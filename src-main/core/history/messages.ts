import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';
import type { Message } from '#contract/messages';
import { because } from '#contract/reasons';
import type { Change } from './change.ts';
import { clean } from './clean.ts';
import { touchComparison } from './comparisons/touch-comparison.ts';
import { announceChanged, findConversation } from './conversations.ts';
import type { ReadableDB } from './database.ts';
import { nameFromAnswer, nameFromQuestion } from './name-conversation.ts';
import type { RequestInput } from './protocol.ts';
import { asidesColumn, MESSAGE_COLUMNS, type MessageRow, messageOf, thumbColumn } from './rows.ts';

/** @throws SarviError `message-unknown` */
export function findMessage(database: ReadableDB, id: string): Message {
  const row = database.row<MessageRow>(`SELECT ${MESSAGE_COLUMNS} FROM messages m WHERE m.id = ?`, id);
  if (row === undefined) throw unknownMessage(id);
  return messageOf(row);
}

/**
 * Adds a message under its parent and makes it the leaf of the open branch. A first message of the user names an
 * untitled conversation.
 *
 * @throws SarviError `conversation-unknown`; `message-unknown` for a parent that is not in this conversation
 */
export function addMessage(change: Change, input: RequestInput<'addMessage'>): Message {
  const { database, nowMs } = change;
  const conversation = findConversation(database, input.conversationId);
  const id = randomUUID();
  const { key } = database.write(
    `INSERT INTO messages
       (id, conversation_key, parent_key, role, text, created_at, streaming, writer, stop_reason, generation, asides)
     VALUES (:id, :conversationKey, :parentKey, :role, :text, :nowMs, :streaming, :writer, :stopReason, :generation,
       :asides)`,
    {
      id,
      conversationKey: conversation.key,
      parentKey: input.parentId === null ? null : findKey(database, conversation.key, input.parentId),
      role: input.role,
      text: clean(input.text),
      nowMs,
      streaming: Number(input.streaming),
      writer: input.streaming ? change.writer : null,
      stopReason: input.end?.stopReason ?? null,
      generation: input.end?.generation ? JSON.stringify(input.end.generation) : null,
      asides: asidesColumn(input.end?.asides),
    },
  );
  // A clock that was set back does not move a conversation down the list.
  database.write(
    'UPDATE conversations SET active_leaf_key = ?, updated_at = max(updated_at, ?) WHERE key = ?',
    key,
    nowMs,
    conversation.key,
  );
  if (conversation.comparison_key !== null) touchComparison(change, conversation, input);
  else if (input.role === 'user') nameFromQuestion(change, conversation, input.text);
  announceChanged(change, conversation.id);
  return findMessage(database, id);
}

/**
 * Saves the text so far of a streaming message. Does nothing after the end of the message.
 *
 * @throws SarviError `message-unknown`
 */
export function saveStreamedText({ database }: Change, input: RequestInput<'saveStreamedText'>): null {
  const { changes } = database.write(
    'UPDATE messages SET text = ?, asides = ? WHERE id = ? AND streaming = 1',
    clean(input.text),
    asidesColumn(input.asides),
    input.messageId,
  );
  if (changes === 0) findMessage(database, input.messageId);
  return null;
}

/**
 * Reopens an answer that has no messages after it, and makes it the leaf of the open branch. Like every growing text,
 * it is not in the search index until it is closed.
 *
 * @throws SarviError `message-unknown`, `answer-not-continuable`
 */
export function reopenMessage(change: Change, { messageId }: RequestInput<'reopenMessage'>): Message {
  const { database } = change;
  const row = database.row<{ key: number; conversation_key: number; role: string; streaming: 0 | 1; children: 0 | 1 }>(
    `SELECT key, conversation_key, role, streaming, EXISTS (
       SELECT 1 FROM messages c WHERE c.conversation_key = m.conversation_key AND c.parent_key = m.key) AS children
     FROM messages m WHERE id = ?`,
    messageId,
  );
  if (row?.role !== 'assistant') throw unknownMessage(messageId);
  if (row.streaming === 1) throw new SarviError('answer-not-continuable', { reason: because('still-being-written') });
  if (row.children === 1) throw new SarviError('answer-not-continuable', { reason: because('messages-follow') });
  database.write(
    'UPDATE messages SET streaming = 1, writer = ?, stop_reason = NULL, error = NULL WHERE key = ?',
    change.writer,
    row.key,
  );
  database.write('DELETE FROM message_search WHERE rowid = ?', row.key);
  database.write('UPDATE conversations SET active_leaf_key = ? WHERE key = ?', row.key, row.conversation_key);
  return findMessage(database, messageId);
}

/** @throws SarviError `message-unknown`, also for what is no finished answer */
export function rateAnswer(change: Change, { messageId, thumb }: RequestInput<'answers.rate'>): null {
  const row = change.database.row<{ conversation_id: string }>(
    `SELECT (SELECT id FROM conversations WHERE key = m.conversation_key) AS conversation_id
     FROM messages m WHERE id = ? AND role = 'assistant' AND streaming = 0`,
    messageId,
  );
  if (row === undefined) throw unknownMessage(messageId);
  change.database.write('UPDATE messages SET thumb = ? WHERE id = ?', thumbColumn(thumb), messageId);
  change.announce('answer.rated', { conversationId: row.conversation_id, messageId, thumb });
  return null;
}

/** Closes an answer, which may give its conversation a better title. @throws SarviError `message-unknown` */
export function finishMessage(change: Change, input: RequestInput<'finishMessage'>): Message {
  const { database } = change;
  const { changes } = database.write(
    `UPDATE messages SET text = :text, streaming = 0, writer = NULL, stop_reason = :stopReason, error = :error,
       generation = :generation, asides = :asides
     WHERE id = :id`,
    {
      id: input.messageId,
      text: clean(input.text),
      stopReason: input.stopReason,
      error: input.error === null ? null : JSON.stringify(input.error),
      generation: input.generation === null ? null : JSON.stringify(input.generation),
      asides: asidesColumn(input.asides),
    },
  );
  if (changes === 0) throw unknownMessage(input.messageId);
  nameFromAnswer(change, input.messageId);
  return findMessage(database, input.messageId);
}

/**
 * The key of a message of one conversation.
 *
 * @throws SarviError `message-unknown`
 */
export function findKey(database: ReadableDB, conversationKey: number, id: string): number {
  const row = database.row<{ key: number }>(
    'SELECT key FROM messages WHERE id = ? AND conversation_key = ?',
    id,
    conversationKey,
  );
  if (row === undefined) throw unknownMessage(id);
  return row.key;
}

function unknownMessage(id: string): SarviError {
  return new SarviError('message-unknown', { messageId: id });
}
