import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';
import { QUICK_PREFIX, TEMPORARY_PREFIX } from '#contract/temporary-calls';
import type { Conversation } from '#contract/conversations';
import type { Change } from './change.ts';
import { clean } from './clean.ts';
import type { ReadableDB } from './database.ts';
import { folderKeyOf } from './folders.ts';
import type { RequestInput } from './protocol.ts';
import { CONVERSATION_COLUMNS, type ConversationRow, conversationOf } from './rows.ts';
import { setTags } from './tags.ts';

/** One that the lists have. @throws SarviError `conversation-unknown`, also for a cell of a comparison */
export function findListed(database: ReadableDB, id: string): ConversationRow {
  const row = findConversation(database, id);
  if (row.comparison_key !== null) throw new SarviError('conversation-unknown', { conversationId: id });
  return row;
}

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
  const { temporary } = input;
  const prefix = temporary === 'quick' ? QUICK_PREFIX : temporary === true ? TEMPORARY_PREFIX : '';
  const id = `${prefix}${randomUUID()}`;
  change.database.write(
    `INSERT INTO conversations (id, system_prompt, model_id, model_name, folder_key, created_at, updated_at)
     VALUES (:id, :systemPrompt, :modelId, :modelName, :folderKey, :nowMs, :nowMs)`,
    {
      id,
      systemPrompt: clean(input.systemPrompt ?? ''),
      modelId: input.modelId ?? null,
      modelName: modelNameOf(input),
      folderKey: folderKeyOf(change.database, input.folderId ?? null),
      nowMs: change.nowMs,
    },
  );
  return announceChanged(change, id);
}

/** @throws SarviError `conversation-unknown`, `folder-unknown`, `tag-unknown`; nothing is changed then */
export function updateConversation(change: Change, input: RequestInput<'updateConversation'>): Conversation {
  const row = findListed(change.database, input.conversationId);
  change.database.write(
    `UPDATE conversations SET title = :title, title_source = :titleSource, system_prompt = :systemPrompt,
       model_id = :modelId, model_name = :modelName, sampling = :sampling, adapters = :adapters, pinned = :pinned,
       archived = :archived, folder_key = :folderKey, without_folder = :withoutFolder
     WHERE key = :key`,
    {
      key: row.key,
      title: clean(input.title ?? row.title),
      titleSource: input.title === undefined ? row.title_source : 'user',
      systemPrompt: clean(input.systemPrompt ?? row.system_prompt),
      modelId: input.modelId === undefined ? row.model_id : input.modelId,
      modelName: input.modelId === undefined ? row.model_name : modelNameOf(input),
      sampling: input.sampling === undefined ? row.sampling : JSON.stringify(input.sampling),
      adapters: input.adapters === undefined ? row.adapters : JSON.stringify(input.adapters),
      pinned: input.pinned === undefined ? row.pinned : Number(input.pinned),
      archived: input.archived === undefined ? row.archived : Number(input.archived),
      withoutFolder: input.withoutFolder === undefined ? row.without_folder : Number(input.withoutFolder),
      folderKey: input.folderId === undefined ? row.folder_key : folderKeyOf(change.database, input.folderId),
    },
  );
  if (input.tagIds !== undefined) setTags(change.database, row.key, input.tagIds);
  return announceChanged(change, row.id);
}

/** Notes that the user lets a host read a conversation, or a cell of a comparison. It stays noted. */
export function allowRemote(change: Change, { conversationId, host }: RequestInput<'allowRemote'>): Conversation {
  const row = findConversation(change.database, conversationId);
  const hosts = [...new Set([...(JSON.parse(row.remote_hosts) as string[]), host])];
  change.database.write('UPDATE conversations SET remote_hosts = ? WHERE key = ?', JSON.stringify(hosts), row.key);
  return announceChanged(change, row.id);
}

/** Updates the model's name in all conversations that use it. */
export function nameModel(change: Change, { modelId, name }: RequestInput<'nameModel'>): null {
  const { changes } = change.database.write(
    'UPDATE conversations SET model_name = ? WHERE model_id = ? AND model_name IS NOT ?',
    clean(name),
    modelId,
    clean(name),
  );
  if (changes > 0) change.announce('conversation.changed', { kind: 'many' });
  return null;
}

/** Announces the present state of a conversation, and returns it. */
export function announceChanged(change: Change, id: string): Conversation {
  const row = findConversation(change.database, id);
  const conversation = conversationOf(row);
  if (row.comparison_key !== null) return conversation;
  change.announce('conversation.changed', { kind: 'changed', conversation });
  return conversation;
}

/** The model's name in an input; null without a model. */
function modelNameOf({
  modelId,
  modelName,
}: Pick<RequestInput<'updateConversation'>, 'modelId' | 'modelName'>): string | null {
  return modelId && modelName ? clean(modelName) : null;
}
