import { expect, test } from 'vitest';
import { conversationOf, openHistory } from '../../../builders/history.ts';

async function threeMessages() {
  const history = await openHistory();
  const messages = await conversationOf(history, 'yksi', 'kaksi', 'kolme');
  const [one = '', two = '', three = ''] = messages.map(({ id }) => id);
  const conversationId = messages[0]?.conversationId ?? '';
  const remove = async (messageId: string) => (await history.removeMessages({ conversationId, messageId })).removed;
  const texts = async () => (await history.openConversation({ conversationId })).branch.map(({ text }) => text);
  const answer = (text: string) =>
    history.addMessage({ conversationId, parentId: one, role: 'assistant', text, streaming: false });
  return { history, two, three, remove, texts, answer };
}

test('messages never come back under another one that has got their parent’s place in the table', async () => {
  const { history, two, three, remove, texts, answer } = await threeMessages();
  const removed = await remove(three);
  await remove(two);
  await answer('aivan muuta');
  await expect(history.restoreMessages(removed)).rejects.toMatchObject({ code: 'message-unknown' });
  expect(await texts()).toEqual(['yksi', 'aivan muuta']);
});

test('messages come back under a parent that came back to another place', async () => {
  const { history, two, three, remove, texts, answer } = await threeMessages();
  const [last, before] = [await remove(three), await remove(two)];
  const others = [await answer('aivan muuta'), await answer('ja vielä muuta')];
  await history.restoreMessages(before);
  for (const { id } of others) await remove(id);
  await history.restoreMessages(last);
  expect(await texts()).toEqual(['yksi', 'kaksi', 'kolme']);
});

test('messages that are back stay as they are when they are to come back again', async () => {
  const { history, three, remove, texts } = await threeMessages();
  const removed = await remove(three);
  await history.restoreMessages(removed);
  expect((await history.restoreMessages(removed)).branch.map(({ text }) => text)).toEqual(await texts());
  expect(await texts()).toEqual(['yksi', 'kaksi', 'kolme']);
});
