import type { Draft } from '#contract/conversations';
import type { Change } from './change.ts';
import { clean } from './clean.ts';
import { findConversation } from './conversations.ts';
import type { ReadableDB } from './database.ts';
import type { RequestInput } from './protocol.ts';

/** All drafts except those of conversations in the trash, which are kept for a restore. */
export function listDrafts(database: ReadableDB): Draft[] {
  return database.rows<Draft>(
    `SELECT conversations.id AS conversationId, text
     FROM drafts LEFT JOIN conversations ON conversations.key = conversation_key
     WHERE deleted_at IS NULL`,
  );
}

/** @throws SarviError `conversation-unknown` */
export function putDraft(change: Change, input: RequestInput<'drafts.put'>): null {
  const { database, nowMs } = change;
  const { conversationId, from = null } = input;
  const conversationKey = conversationId === null ? null : findConversation(database, conversationId).key;
  const text = clean(input.text);
  database.write('DELETE FROM drafts WHERE conversation_key IS ?', conversationKey);
  if (text !== '') {
    database.write(
      'INSERT INTO drafts (conversation_key, text, saved_at) VALUES (?, ?, ?)',
      conversationKey,
      text,
      nowMs,
    );
  }
  change.announce('draft.changed', { conversationId, text, from });
  return null;
}
