import { isTemporary } from '#contract/temporary-calls';
import type { Chat } from './chat.ts';

/** What the handlers use of a chat. */
export type AnyChat = Pick<
  Chat,
  | 'send'
  | 'regenerate'
  | 'continue'
  | 'editAnswer'
  | 'removeMessages'
  | 'restoreMessages'
  | 'stop'
  | 'stopConversation'
  | 'asEnded'
>;

/**
 * One chat for both kinds of conversations. Each kind has its own, because what is written while an answer grows is
 * named by its message alone.
 *
 * @param isOpen - whether there are temporary conversations
 */
export function routedChat(kept: Chat, temporary: Chat, isOpen: () => boolean): AnyChat {
  const of = (conversationId: string): Chat => (isTemporary(conversationId) ? temporary : kept);
  return {
    send: (input) => of(input.conversationId).send(input),
    regenerate: (input) => of(input.conversationId).regenerate(input),
    continue: (input) => of(input.conversationId).continue(input),
    editAnswer: (input) => of(input.conversationId).editAnswer(input),
    removeMessages: (input) => of(input.conversationId).removeMessages(input),
    restoreMessages: async (removalId) => {
      const found = isOpen() ? await temporary.restoreMessages(removalId).catch(() => null) : null;
      return found ?? kept.restoreMessages(removalId);
    },
    stop(generationId) {
      kept.stop(generationId);
      temporary.stop(generationId);
    },
    stopConversation: (conversationId) => of(conversationId).stopConversation(conversationId),
    asEnded: (messages) => kept.asEnded(temporary.asEnded(messages)),
  };
}
