import type { AdapterChoice } from '#contract/adapters';
import type { Aside } from '#contract/asides';
import type { ErrorReport } from '#contract/errors';
import type { Conversation } from '#contract/conversations';
import type { GenerationRecord, StopReason } from '#contract/generation-record';
import type { Message, Role, Thumb } from '#contract/messages';
import type { Sampling } from '#contract/sampling';
import { MOST_MODEL_NAME_LENGTH, MOST_SYSTEM_PROMPT_LENGTH, MOST_TAGS_EACH, MOST_TITLE_LENGTH } from './bounds.ts';

/** Columns of `conversations` as SQLite gives them. */
export interface ConversationRow {
  key: number;
  id: string;
  title: string;
  title_source: 'none' | 'automatic' | 'user';
  system_prompt: string;
  model_id: string | null;
  model_name: string | null;
  sampling: string;
  adapters: string;
  remote_hosts: string;
  pinned: 0 | 1;
  archived: 0 | 1;
  folder_key: number | null;
  folder_id: string | null;
  without_folder: 0 | 1;
  tag_ids: string;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
  active_leaf_key: number | null;
  /** Of a cell of a comparison, which is in no list of conversations. */
  comparison_key: number | null;
}

/** Columns of `messages`, with the public ids of its conversation and parent. */
export interface MessageRow {
  key: number;
  id: string;
  conversation_id: string;
  parent_id: string | null;
  role: Role;
  text: string;
  created_at: number;
  streaming: 0 | 1;
  stop_reason: StopReason | null;
  error: string | null;
  generation: string | null;
  asides: string | null;
  thumb: -1 | 0 | 1;
  bookmarked_at: number | null;
}

/** For a query that reads `conversations` under its own name. */
export const CONVERSATION_COLUMNS = `conversations.key, conversations.id, title, title_source, system_prompt,
  model_id, model_name, sampling, adapters, remote_hosts, conversations.pinned, conversations.archived, folder_key,
  (SELECT id FROM folders WHERE key = folder_key) AS folder_id, without_folder,
  (SELECT json_group_array(tags.id) FROM conversation_tags AS own CROSS JOIN tags ON tags.key = own.tag_key
    WHERE own.conversation_key = conversations.key) AS tag_ids,
  conversations.created_at, conversations.updated_at, deleted_at, active_leaf_key,
  comparison_key`;

/** For a query that names the message `m`. */
export const MESSAGE_COLUMNS = `m.key, m.id,
  (SELECT id FROM conversations WHERE key = m.conversation_key) AS conversation_id,
  (SELECT id FROM messages WHERE key = m.parent_key) AS parent_id,
  m.role, m.text, m.created_at, m.streaming, m.stop_reason, m.error, m.generation, m.asides, m.thumb,
  m.bookmarked_at`;

export function conversationOf(row: ConversationRow): Conversation {
  return {
    id: row.id,
    // A history from elsewhere may have longer ones than Sarvi writes.
    title: row.title.slice(0, MOST_TITLE_LENGTH),
    systemPrompt: row.system_prompt.slice(0, MOST_SYSTEM_PROMPT_LENGTH),
    modelId: row.model_id,
    modelName: row.model_name?.slice(0, MOST_MODEL_NAME_LENGTH) ?? null,
    sampling: JSON.parse(row.sampling) as Sampling,
    adapters: JSON.parse(row.adapters) as AdapterChoice[],
    ...(row.remote_hosts === '[]' ? {} : { remoteHosts: JSON.parse(row.remote_hosts) as string[] }),
    pinned: row.pinned === 1,
    archived: row.archived === 1,
    folderId: row.folder_id,
    ...(row.without_folder === 0 ? {} : { withoutFolder: true as const }),
    tagIds: (JSON.parse(row.tag_ids) as string[]).slice(0, MOST_TAGS_EACH),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
  };
}

export function messageOf(row: MessageRow): Message {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    parentId: row.parent_id,
    role: row.role,
    text: row.text,
    ...(row.asides === null ? {} : { asides: JSON.parse(row.asides) as Aside[] }),
    ...(row.thumb === 0 ? {} : { thumb: row.thumb === 1 ? ('up' as const) : ('down' as const) }),
    ...(row.bookmarked_at === null ? {} : { bookmarkedAt: row.bookmarked_at }),
    createdAt: row.created_at,
    streaming: row.streaming === 1,
    stopReason: row.stop_reason,
    error: row.error === null ? null : (JSON.parse(row.error) as ErrorReport),
    generation: row.generation === null ? null : generationOf(row.generation),
  };
}

/** Older records lack the use of the window; it follows from other fields. */
function generationOf(json: string): GenerationRecord {
  const record = JSON.parse(json) as Omit<GenerationRecord, 'contextUsedTokens'> & { contextUsedTokens?: number };
  const contextUsedTokens =
    record.contextUsedTokens ?? record.cachedTokens + record.freshTokens + record.generatedTokens;
  return { ...record, contextUsedTokens, memoryBeginsAt: record.memoryBeginsAt ?? null };
}

/** The column's form of a thumb. */
export function thumbColumn(thumb: Thumb | null | undefined): -1 | 0 | 1 {
  if (thumb === 'up') return 1;
  return thumb === 'down' ? -1 : 0;
}

/** The column's form: null for none. */
export function asidesColumn(asides: readonly Aside[] | undefined): string | null {
  return asides === undefined || asides.length === 0 ? null : JSON.stringify(asides);
}
