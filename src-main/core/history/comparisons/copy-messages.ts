import { SarviError } from '#contract/errors';
import type { Message } from '#contract/messages';
import { openConversation } from '../branches.ts';
import type { Change } from '../change.ts';
import { addMessage, findMessage } from '../messages.ts';

/**
 * Copies the messages of a conversation up to a question, optionally with its answer, to the end of another
 * conversation, which is empty.
 *
 * @param from - a question or an answer of the conversation
 * @throws SarviError `conversation-unknown`, `message-unknown`
 */
export function copyQuestion(
  change: Change,
  from: { readonly conversationId: string; readonly messageId: string; readonly withAnswer: boolean },
  toConversationId: string,
): void {
  const { database } = change;
  const { branch } = openConversation(database, from);
  const place = branch.findIndex(({ id }) => id === from.messageId);
  const chosen = findMessage(database, from.messageId);
  const isAnswer = chosen.role === 'assistant';
  if (isAnswer && chosen.streaming) throw new SarviError('message-unknown', { messageId: from.messageId });
  const end = isAnswer && !from.withAnswer ? place : place + 1;
  copyMessages(change, branch.slice(0, end), toConversationId);
}

/** @returns the id of the last copy; null without messages */
export function copyMessages(change: Change, messages: readonly Message[], conversationId: string): string | null {
  let parentId: string | null = null;
  for (const message of messages) {
    const { role, text, stopReason, generation, asides } = message;
    const end = role === 'assistant' ? { stopReason, generation, ...(asides === undefined ? {} : { asides }) } : null;
    const added = addMessage(change, {
      ...{ conversationId, parentId, role, text, streaming: false },
      ...(end === null ? {} : { end: withoutPlaces(end) }),
    });
    parentId = added.id;
  }
  return parentId;
}

type End = NonNullable<Parameters<typeof addMessage>[1]['end']>;

/** A generation record names messages of its own conversation. */
function withoutPlaces(end: End): End {
  if (end.generation === null) return end;
  const { memoryCutIds: _ids, ...generation } = end.generation;
  return { ...end, generation: { ...generation, memoryBeginsAt: null } };
}
