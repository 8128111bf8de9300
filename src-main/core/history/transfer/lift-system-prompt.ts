import { MOST_SYSTEM_PROMPT_LENGTH } from '../bounds.ts';
import type { ReadConversation } from './imported-conversation.ts';

/**
 * Makes a system message at the beginning the conversation's system prompt, as Sarvi stores it. If there are several
 * beginnings, or it is too long, or it is a second one, it stays a message.
 */
export function liftSystemPrompt(conversation: ReadConversation): ReadConversation {
  const { messages, systemPrompt, activeMessageId } = conversation;
  const [first] = messages;
  const roots = messages.filter(({ parentId }) => parentId === null);
  if (first?.role !== 'system' || roots.length !== 1 || systemPrompt !== '') return conversation;
  if (first.text.length > MOST_SYSTEM_PROMPT_LENGTH) return conversation;
  return {
    ...conversation,
    systemPrompt: first.text,
    messages: messages
      .slice(1)
      .map((message) => (message.parentId === first.id ? { ...message, parentId: null } : message)),
    activeMessageId: activeMessageId === first.id ? null : activeMessageId,
  };
}
