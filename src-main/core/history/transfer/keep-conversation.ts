import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';
import type { GenerationRecord } from '#contract/generation-record';
import { ConversationId, MessageId } from '#contract/primitives';
import { isTemporary } from '#contract/temporary-calls';
import * as v from 'valibot';
import type { Change } from '../change.ts';
import type { ReadableDB } from '../database.ts';
import { titleFromText } from '../title-from-text.ts';
import { digestOf } from './digest.ts';
import { gatherConversation } from './gather-conversation.ts';
import type { ImportedConversation } from './imported-conversation.ts';
import type { ImportOutcome, RepairedTitle } from './import-outcome.ts';
import { placeInFolder, putTags } from './place-conversation.ts';
import { readConversation } from './read-conversation.ts';
import { readSarvi } from './formats/sarvi.ts';
import { asidesColumn, thumbColumn } from '../rows.ts';
import { Repairs } from './repairs.ts';

/**
 * Adds one conversation of a file to the history. An existing conversation is never changed; the same one coming again
 * is a duplicate. Duplicates are recognised by the id, which is derived from the messages, unless it is Sarvi's own and
 * free.
 */
export function keepConversation(change: Change, bytes: Uint8Array): ImportOutcome {
  let conversation: ImportedConversation;
  try {
    conversation = readConversation(new TextDecoder().decode(bytes.slice()));
  } catch (error) {
    const failure = SarviError.from(error);
    if (failure.code !== 'conversation-refused') throw failure;
    return { kind: 'refused', error: failure.toReport() };
  }
  const id = freeId(change.database, conversation);
  if (id === null) return { kind: 'duplicate', format: conversation.format };
  insert(change, id, conversation);
  return { kind: 'imported', format: conversation.format, ...mendedOf(conversation) };
}

function mendedOf({ title, repairs }: ImportedConversation): { mended?: RepairedTitle } {
  const reasons = repairs.list();
  return reasons.length === 0 ? {} : { mended: { title, reasons } };
}

/** The id for the conversation; null when the history has it already. */
function freeId(database: ReadableDB, conversation: ImportedConversation): string | null {
  const digest = digestOf(conversation);
  const { sourceId } = conversation;
  // A temporary one is not of the history, whatever a file says.
  if (conversation.format === 'sarvi' && v.is(ConversationId, sourceId) && !isTemporary(sourceId)) {
    const found = placeOf(database, sourceId);
    if (found === 'nowhere') return sourceId;
    if (found === 'list' && digest === digestOf(readSarvi(gatherConversation(database, sourceId), new Repairs())))
      return null;
  }
  // A conversation in the trash is wanted again: it gets the next free number.
  for (let number = 0; ; number += 1) {
    const id = `${conversation.format}-${digest.slice(0, 32)}${number === 0 ? '' : `-${number}`}`;
    const found = placeOf(database, id);
    if (found === 'nowhere') return id;
    if (found === 'list') return null;
  }
}

function placeOf(database: ReadableDB, id: string): 'nowhere' | 'list' | 'trash' {
  const row = database.row<{ deleted_at: number | null }>('SELECT deleted_at FROM conversations WHERE id = ?', id);
  if (row === undefined) return 'nowhere';
  return row.deleted_at === null ? 'list' : 'trash';
}

function insert(change: Change, id: string, conversation: ImportedConversation): void {
  const { database, nowMs } = change;
  const times = conversation.messages.map(({ createdAt }) => createdAt).filter((time) => time !== null);
  const createdAt = conversation.createdAt ?? times[0] ?? nowMs;
  const updatedAt = conversation.updatedAt ?? times.reduce((latest, time) => Math.max(latest, time), createdAt);
  const { title, titleSource } = titleOf(conversation);
  const { key } = database.write(
    `INSERT INTO conversations (id, title, title_source, system_prompt, model_id, model_name, sampling, adapters, pinned,
       archived, folder_key, created_at, updated_at)
     VALUES (:id, :title, :titleSource, :systemPrompt, :modelId, :modelName, :sampling, :adapters, :pinned, :archived,
       :folderKey, :createdAt, :updatedAt)`,
    {
      id,
      title,
      titleSource,
      systemPrompt: conversation.systemPrompt,
      modelId: conversation.modelId ?? null,
      modelName: conversation.modelName ?? null,
      sampling: JSON.stringify(conversation.sampling ?? {}),
      adapters: JSON.stringify(conversation.adapters ?? []),
      pinned: Number(conversation.pinned),
      archived: Number(conversation.archived),
      folderKey: placeInFolder(change, conversation.folder, conversation.repairs),
      createdAt,
      updatedAt,
    },
  );
  insertMessages(change, key, conversation, createdAt);
  putTags(change, key, conversation.tags, conversation.repairs);
}

function insertMessages(
  { database }: Change,
  conversationKey: number,
  { format, messages, activeMessageId }: ImportedConversation,
  begunAt: number,
): void {
  const ids = new Map(messages.map(({ id }) => [id, format === 'sarvi' ? ownId(database, id) : randomUUID()]));
  const keys = new Map<string, number>();
  // A message without a time was said no earlier than the one before it.
  let lastTime = begunAt;
  for (const message of messages) {
    lastTime = message.createdAt ?? lastTime;
    const { key } = database.write(
      `INSERT INTO messages (id, conversation_key, parent_key, role, text, created_at, stop_reason, error, generation,
         asides, thumb, bookmarked_at)
       VALUES (:id, :conversationKey, :parentKey, :role, :text, :createdAt, :stopReason, :error, :generation, :asides,
         :thumb, :bookmarkedAt)`,
      {
        id: ids.get(message.id) ?? randomUUID(),
        conversationKey,
        parentKey: message.parentId === null ? null : (keys.get(message.parentId) ?? null),
        role: message.role,
        text: message.text,
        createdAt: lastTime,
        stopReason: message.stopReason ?? null,
        error: message.error ? JSON.stringify(message.error) : null,
        generation: message.generation ? JSON.stringify(withIds(message.generation, ids)) : null,
        asides: asidesColumn(message.asides),
        thumb: thumbColumn(message.role === 'assistant' ? message.thumb : undefined),
        bookmarkedAt: message.bookmarkedAt ?? null,
      },
    );
    keys.set(message.id, key);
  }
  const leaf = keys.get(activeMessageId ?? '') ?? [...keys.values()].at(-1) ?? null;
  database.write('UPDATE conversations SET active_leaf_key = ? WHERE key = ?', leaf, conversationKey);
}

/** Sarvi's own id of a message, if it is free. */
function ownId(database: ReadableDB, id: string): string {
  const sql = 'SELECT 1 FROM messages WHERE id = :id UNION ALL SELECT 1 FROM removed_messages WHERE id = :id';
  const isFree = v.is(MessageId, id) && database.row(sql, { id }) === undefined;
  return isFree ? id : randomUUID();
}

function withIds(record: GenerationRecord, ids: ReadonlyMap<string, string>): GenerationRecord {
  const { memoryBeginsAt, memoryCutIds, ...rest } = record;
  const cutIds = memoryCutIds?.flatMap((id) => ids.get(id) ?? []);
  return {
    ...rest,
    memoryBeginsAt: ids.get(memoryBeginsAt ?? '') ?? null,
    ...(cutIds === undefined || cutIds.length === 0 ? {} : { memoryCutIds: cutIds }),
  };
}

function titleOf({ title, titleSource, messages }: ImportedConversation): { title: string; titleSource: string } {
  if (titleSource !== undefined) return { title, titleSource };
  if (title !== '') return { title, titleSource: 'user' };
  const made = titleFromText(messages.find(({ role }) => role === 'user')?.text ?? '');
  return made === '' ? { title: '', titleSource: 'none' } : { title: made, titleSource: 'automatic' };
}
