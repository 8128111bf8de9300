import type { ReadableDB } from '../database.ts';
import { findConversation } from '../conversations.ts';
import { MESSAGE_COLUMNS, type MessageRow, conversationOf, messageOf } from '../rows.ts';
import type { SarviConversation } from './sarvi-conversation.ts';

const MESSAGES = `SELECT ${MESSAGE_COLUMNS} FROM messages m WHERE m.conversation_key = ? ORDER BY m.key`;
const FOLDER = 'SELECT name FROM folders WHERE key = ?';
const TAGS = `
  SELECT tags.name, tags.colour FROM conversation_tags AS own CROSS JOIN tags ON tags.key = own.tag_key
  WHERE own.conversation_key = ? ORDER BY tags.key`;

/** Everything that the history stores about a conversation. @throws SarviError `conversation-unknown` */
export function gatherConversation(database: ReadableDB, conversationId: string): SarviConversation {
  const row = findConversation(database, conversationId);
  const conversation = conversationOf(row);
  const rows = database.rows<MessageRow>(MESSAGES, row.key);
  const folder = row.folder_key === null ? undefined : database.row<{ name: string }>(FOLDER, row.folder_key);
  return {
    id: conversation.id,
    title: conversation.title,
    titleSource: row.title_source,
    systemPrompt: conversation.systemPrompt,
    modelId: conversation.modelId,
    modelName: conversation.modelName,
    sampling: conversation.sampling,
    adapters: conversation.adapters,
    pinned: conversation.pinned,
    archived: conversation.archived,
    folder: folder?.name ?? null,
    tags: database.rows<{ name: string; colour: number }>(TAGS, row.key),
    createdAt: conversation.createdAt,
    updatedAt: conversation.updatedAt,
    activeMessageId: rows.find(({ key }) => key === row.active_leaf_key)?.id ?? null,
    messages: rows
      .map(messageOf)
      .map(
        ({ id, parentId, role, text, asides = [], thumb, bookmarkedAt, createdAt, stopReason, error, generation }) => ({
          id,
          parentId,
          role,
          text,
          asides,
          ...(thumb === undefined ? {} : { thumb }),
          ...(bookmarkedAt === undefined ? {} : { bookmarkedAt }),
          createdAt,
          stopReason,
          error,
          generation,
        }),
      ),
  };
}
