import { expect, test } from 'vitest';
import { conversationOf, openHistory } from '../../../builders/history.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

async function threeMessages() {
  const history = await openHistory();
  const messages = await conversationOf(history, 'yksi', 'kaksi', 'kolme');
  const [one = '', two = '', three = ''] = messages.map(({ id }) => id);
  const conversationId = messages[0]?.conversationId ?? '';
  const remove = async (messageId: string) =>
    (await history.ask('removeMessages', { conversationId, messageId })).removalId;
  const texts = async () =>
    (await history.ask('conversations.open', { conversationId })).branch.map(({ text }) => text);
  const answer = (text: string) =>
    history.ask('addMessage', { conversationId, parentId: one, role: 'assistant', text, streaming: false });
  const restore = (removalId: string) => history.ask('restoreMessages', { removalId });
  return { history, conversationId, two, three, remove, restore, texts, answer };
}

test('messages that followed others that were removed after them bring those back too', async () => {
  const { history, two, three, remove, restore, texts, answer } = await threeMessages();
  const removed = await remove(three);
  await remove(two);
  await answer('aivan muuta');
  await restore(removed);
  expect(await texts()).toEqual(['yksi', 'kaksi', 'kolme']);
  expect((await history.ask('trash.messages', { limit: 10 })).removals).toEqual([]);
});

test('messages come back under a parent that came back to another place', async () => {
  const { two, three, remove, restore, texts, answer } = await threeMessages();
  const [last, before] = [await remove(three), await remove(two)];
  const others = [await answer('aivan muuta'), await answer('ja vielä muuta')];
  await restore(before);
  for (const { id } of others) await remove(id);
  await restore(last);
  expect(await texts()).toEqual(['yksi', 'kaksi', 'kolme']);
});

test('messages come back once', async () => {
  const { three, remove, restore, texts } = await threeMessages();
  const removed = await remove(three);
  await restore(removed);
  await expect(restore(removed)).rejects.toMatchObject({ code: 'removal-unknown' });
  expect(await texts()).toEqual(['yksi', 'kaksi', 'kolme']);
});

test('removed messages are in the trash, page by page, and come back after a restart, asides and all', async () => {
  const folder = await temporaryFolder();
  const history = await openHistory(folder);
  const [first, answer] = await conversationOf(history, 'Kerro ilvestä', 'Ilves on kissa.');
  const conversationId = first?.conversationId ?? '';
  const other = await history.ask('addMessage', {
    conversationId,
    parentId: first?.id ?? '',
    role: 'assistant',
    text: 'Toinen',
    streaming: false,
    end: { stopReason: 'stopped', generation: null, asides: [{ kind: 'thinking', text: 'hm' }] },
  });
  await history.ask('removeMessages', { conversationId, messageId: other.id });
  await history.ask('removeMessages', { conversationId, messageId: answer?.id ?? '' });
  const page = await history.ask('trash.messages', { limit: 1 });
  expect(page.removals).toMatchObject([
    { conversationId, conversationTitle: 'Kerro ilvestä', messages: 1, excerpt: 'Ilves on kissa.' },
  ]);
  const next = await history.ask('trash.messages', { limit: 1, cursor: page.nextCursor ?? '' });
  expect([next.removals.map(({ excerpt }) => excerpt), next.nextCursor]).toEqual([['Toinen'], null]);
  expect((await history.search({ query: 'kissa', limit: 5 })).hits).toEqual([]);
  await history.close();

  const again = await openHistory(folder);
  const { branch } = await again.ask('restoreMessages', { removalId: next.removals[0]?.id ?? '' });
  expect(branch.at(-1)).toMatchObject({ ...other, siblingIds: [other.id] });
  await again.ask('restoreMessages', { removalId: page.removals[0]?.id ?? '' });
  expect((await again.search({ query: 'kissa', limit: 5 })).hits).toHaveLength(1);
});

test('those of a conversation in the trash come back with it; what is deleted for good takes its followers along', async () => {
  const { history, conversationId, two, three, remove, restore } = await threeMessages();
  const ids = async () => (await history.ask('trash.messages', { limit: 10 })).removals.map(({ id }) => id);
  const [last, before] = [await remove(three), await remove(two)];
  await history.ask('conversations.remove', { conversationId });
  expect(await ids()).toEqual([]);
  await expect(restore(last)).rejects.toMatchObject({ code: 'removal-unknown' });
  await history.ask('conversations.restore', { conversationId });
  expect(await ids()).toEqual([before, last]);
  expect(await history.ask('trash.delete', { removalIds: [before, 'nobody'] })).toEqual({ deleted: 1 });
  expect(await ids()).toEqual([]);
  await expect(restore(last)).rejects.toMatchObject({ code: 'removal-unknown' });
});

test('messages do not come back into a conversation that is being answered', async () => {
  const { history, conversationId, two, three, remove, restore } = await threeMessages();
  const removed = await remove(three);
  await history.ask('addMessage', { conversationId, parentId: two, role: 'assistant', text: '', streaming: true });
  await expect(restore(removed)).rejects.toMatchObject({ code: 'generation-running' });
});

test('an imported message never takes the id of one that may come back', async () => {
  const { history, conversationId, three, remove, restore, texts } = await threeMessages();
  const { text } = await history.ask('renderConversation', {
    conversationId,
    format: 'json',
    allLeaves: false,
    language: 'fi',
  });
  const removed = await remove(three);
  expect(await history.ask('keepConversations', { conversations: [new TextEncoder().encode(text)] })).toMatchObject([
    { kind: 'imported' },
  ]);
  await restore(removed);
  expect(await texts()).toEqual(['yksi', 'kaksi', 'kolme']);
});
