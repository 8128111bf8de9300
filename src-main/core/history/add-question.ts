import { SarviError } from '#contract/errors';
import type { Message } from '#contract/messages';
import { newestLeaf } from './branches.ts';
import type { Change } from './change.ts';
import { findConversation } from './conversations.ts';
import { addMessage, findKey } from './messages.ts';
import type { RequestInput } from './protocol.ts';

/**
 * Adds a message of the user and the empty answer to it in one transaction, so that a crash never leaves a question
 * without its answer.
 *
 * @throws SarviError `conversation-unknown`; `message-unknown` for a parent that is not in this conversation;
 *   `generation-running` for a parent that any process is still writing
 */
export function addQuestion(
  change: Change,
  { conversationId, parentId, text, atEnd }: RequestInput<'addQuestion'>,
): { userMessage: Message; assistantMessage: Message } {
  const { database } = change;
  const { key: conversationKey, active_leaf_key: openLeaf } = findConversation(database, conversationId);
  const givenKey = parentId === null ? null : findKey(database, conversationKey, parentId);
  const endKey = givenKey === null ? openLeaf : newestLeaf(database, conversationKey, givenKey);
  const parent = database.row<{ id: string; streaming: 0 | 1 }>(
    'SELECT id, streaming FROM messages WHERE key = ?',
    atEnd ? endKey : givenKey,
  );
  if (parent?.streaming === 1) throw new SarviError('generation-running', { conversationId });
  const place = { conversationId, parentId: parent?.id ?? null };
  const userMessage = addMessage(change, { ...place, role: 'user', text, streaming: false });
  const answer = { conversationId, parentId: userMessage.id, role: 'assistant', text: '', streaming: true } as const;
  return { userMessage, assistantMessage: addMessage(change, answer) };
}
