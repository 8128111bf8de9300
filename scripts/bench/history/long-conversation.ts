import type { History } from '../../../src-main/core/history/history.ts';
import { timeEach, type Times } from './times.ts';

/** Looks at a long conversation as the page and the prompt do. */
export async function timeLongConversation(
  history: History,
  conversationId: string,
  rounds: number,
): Promise<Record<string, Times>> {
  const { branch, leafId } = await history.ask('conversations.open', { conversationId, limit: 60 });
  const [first] = branch;
  if (first === undefined || leafId === null) throw new Error('the longest conversation is empty');
  const messageId = first.id;
  const each = (ask: () => Promise<unknown>): Promise<Times> =>
    timeEach(
      Array.from({ length: rounds }, () => 0),
      ask,
    );
  return {
    'opening 5,000 messages around one': await each(() =>
      history.ask('conversations.open', { conversationId, messageId, limit: 60 }),
    ),
    'page of 200 messages before those': await each(() =>
      history.ask('conversations.page', { conversationId, leafId, from: { side: 'before', messageId }, limit: 200 }),
    ),
    'texts of 5,000 messages, for the prompt': await each(() => history.ask('branchTo', { messageId: leafId })),
  };
}
