import { expect, test } from 'vitest';
import { conversationOf, openHistory } from '../../../builders/history.ts';

async function marked() {
  const history = await openHistory();
  const [question, answer] = await conversationOf(history, 'Mikä on ilves?', '# Ilves\n\nIlves on **kissaeläin**.');
  if (!question || !answer) throw new Error('no messages');
  const list = () => history.ask('bookmarks.list', { limit: 10 });
  await history.ask('bookmarks.set', { messageId: answer.id, bookmarked: true });
  return { history, question, answer, list };
}

test('bookmarks are listed, the latest first, page by page', async () => {
  const { history, question, answer, list } = await marked();
  await history.ask('bookmarks.set', { messageId: question.id, bookmarked: true });
  const all = await list();
  expect(all).toMatchObject({
    total: 2,
    nextCursor: null,
    bookmarks: [
      { messageId: question.id, excerpt: 'Mikä on ilves?', role: 'user', conversationTitle: 'Mikä on ilves?' },
      { messageId: answer.id, excerpt: 'Ilves', role: 'assistant' },
    ],
  });
  const first = await history.ask('bookmarks.list', { limit: 1 });
  const second = await history.ask('bookmarks.list', { limit: 1, cursor: first.nextCursor ?? '' });
  expect([...first.bookmarks, ...second.bookmarks]).toEqual(all.bookmarks);
  expect(second.nextCursor).toBeNull();
  await expect(history.ask('bookmarks.list', { limit: 1, cursor: 'elsewhere' })).rejects.toMatchObject({
    code: 'invalid-input',
  });
});

test('setting one again keeps its time, and removing it removes it', async () => {
  const { history, answer, list } = await marked();
  const before = await list();
  await history.ask('bookmarks.set', { messageId: answer.id, bookmarked: true });
  expect(await list()).toEqual(before);
  await history.ask('bookmarks.set', { messageId: answer.id, bookmarked: false });
  expect(await list()).toEqual({ bookmarks: [], total: 0, nextCursor: null });
  expect((await history.ask('message', { messageId: answer.id })).bookmarkedAt).toBeUndefined();
});

test('the trash hides bookmarks and gives them back', async () => {
  const { history, answer, list } = await marked();
  const { conversationId, id: messageId } = answer;
  const before = await list();
  const { removalId } = await history.ask('removeMessages', { conversationId, messageId });
  expect((await list()).total).toBe(0);
  await history.ask('restoreMessages', { removalId });
  expect(await list()).toEqual(before);
  await history.ask('conversations.remove', { conversationId });
  expect((await list()).total).toBe(0);
  await expect(history.ask('bookmarks.set', { messageId, bookmarked: true })).rejects.toMatchObject({
    code: 'message-unknown',
  });
  await history.ask('conversations.restore', { conversationId });
  expect(await list()).toEqual(before);
});

test('all are removed at once, those in the trash too', async () => {
  const { history, question, answer, list } = await marked();
  await history.ask('bookmarks.set', { messageId: question.id, bookmarked: true });
  const { conversationId, id: messageId } = answer;
  const { removalId } = await history.ask('removeMessages', { conversationId, messageId });
  expect(await history.ask('bookmarks.clear', {})).toEqual({ removed: 2 });
  await history.ask('restoreMessages', { removalId });
  expect((await list()).total).toBe(0);
});

test('a bookmark is exported and comes in again', async () => {
  const { history, answer, list } = await marked();
  const { conversationId } = answer;
  const render = { conversationId, format: 'json', allLeaves: false, language: 'fi' } as const;
  const { text } = await history.ask('renderConversation', render);
  const other = await openHistory();
  await other.ask('keepConversations', { conversations: [new TextEncoder().encode(text)] });
  expect(await other.ask('bookmarks.list', { limit: 10 })).toEqual(await list());
});

test('the search finds inflected words in bookmarked messages alone', async () => {
  const { history, answer } = await marked();
  await conversationOf(history, 'Kerro ilveksestä.', 'Kissaeläin.');
  const search = (query: string) => history.search({ query, limit: 10, filters: { bookmarked: true } });
  expect((await search('kissaeläimet')).hits.map(({ messageId }) => messageId)).toEqual([answer.id]);
  expect((await search('kerro')).hits).toEqual([]);
});
