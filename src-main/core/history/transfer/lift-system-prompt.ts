import { MOST_SYSTEM_PROMPT_LENGTH } from '../bounds.ts';
import type { ReadConversation } from './imported-conversation.ts';

/**
 * The conversation with a system message that it begins with as its system prompt, which is where Sarvi keeps it. One
 * among several beginnings, one that is too long, or a second one stays a message.
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
