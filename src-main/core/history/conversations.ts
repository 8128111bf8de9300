import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';
import type { Conversation } from '#contract/vocabulary';
import type { Change } from './change.ts';
import type { ReadableDB } from './database.ts';
import type { RequestInput } from './protocol.ts';
import { CONVERSATION_COLUMNS, type ConversationRow, conversationOf } from './rows.ts';
import { titleFromText } from './title-from-text.ts';

/** @throws SarviError `conversation-unknown`, also for one in the trash */
export function findConversation(database: ReadableDB, id: string): ConversationRow {
  const row = database.row<ConversationRow>(
    `SELECT ${CONVERSATION_COLUMNS} FROM conversations WHERE id = ? AND deleted_at IS NULL`,
    id,
  );
  if (row === undefined) throw new SarviError('conversation-unknown', { conversationId: id });
  return row;
}

export function createConversation(change: Change, input: RequestInput<'createConversation'>): Conversation {
  const id = randomUUID();
  change.database.write(
    `INSERT INTO conversations (id, system_prompt, model_id, created_at, updated_at)
     VALUES (:id, :systemPrompt, :modelId, :nowMs, :nowMs)`,
    { id, systemPrompt: clean(input.systemPrompt ?? ''), modelId: input.modelId ?? null, nowMs: change.nowMs },
  );
  return announceChanged(change, id);
}

export function updateConversation(change: Change, input: RequestInput<'updateConversation'>): Conversation {
  const row = findConversation(change.database, input.conversationId);
  change.database.write(
    `UPDATE conversations SET title = :title, title_source = :titleSource, system_prompt = :systemPrompt,
       model_id = :modelId, sampling = :sampling, pinned = :pinned
     WHERE key = :key`,
    {
      key: row.key,
      title: clean(input.title ?? row.title),
      titleSource: input.title === undefined ? row.title_source : 'user',
      systemPrompt: clean(input.systemPrompt ?? row.system_prompt),
      modelId: input.modelId === undefined ? row.model_id : input.modelId,
      sampling: input.sampling === undefined ? row.sampling : JSON.stringify(input.sampling),
      pinned: input.pinned === undefined ? row.pinned : Number(input.pinned),
    },
  );
  return announceChanged(change, row.id);
}

/** Gives a title that the app made up; one that the user gave stays. */
export function nameConversation(change: Change, input: RequestInput<'nameConversation'>): Conversation {
  const row = findConversation(change.database, input.conversationId);
  const title = titleFromText(input.title);
  if (row.title_source === 'user' || title === '' || title === row.title) return conversationOf(row);
  change.database.write(`UPDATE conversations SET title = ?, title_source = 'automatic' WHERE key = ?`, title, row.key);
  return announceChanged(change, row.id);
}

/** Moves a conversation to the trash. */
export function removeConversation(change: Change, input: RequestInput<'removeConversation'>): null {
  const row = findConversation(change.database, input.conversationId);
  change.database.write('UPDATE conversations SET deleted_at = ? WHERE key = ?', change.nowMs, row.key);
  change.announce({ kind: 'removed', conversationId: row.id });
  return null;
}

/** Brings a conversation back from the trash; one that is not there stays as it is. */
export function restoreConversation(change: Change, input: RequestInput<'restoreConversation'>): Conversation {
  change.database.write('UPDATE conversations SET deleted_at = NULL WHERE id = ?', input.conversationId);
  return announceChanged(change, input.conversationId);
}

/** Tells the main thread the present state of a conversation, and returns it. */
export function announceChanged(change: Change, id: string): Conversation {
  const conversation = conversationOf(findConversation(change.database, id));
  change.announce({ kind: 'changed', conversation });
  return conversation;
}

/** Lone surrogates cannot be kept in UTF-8; they become U+FFFD here, so that what is kept is what is answered. */
export function clean(text: string): string {
  return text.toWellFormed();
}
