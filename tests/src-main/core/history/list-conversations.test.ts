import { expect, test } from 'vitest';
import type { History } from '../../../../src-main/core/history/history.ts';
import { openHistory } from '../../../builders/history.ts';

async function titled(history: History, ...titles: string[]): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const title of titles) {
    const { id } = await history.ask('createConversation', {});
    await history.ask('updateConversation', { conversationId: id, title });
    ids[title] = id;
  }
  return ids;
}

async function pages(history: History, limit: number): Promise<string[][]> {
  const found: string[][] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await history.ask('conversations.list', { limit, ...(cursor === undefined ? {} : { cursor }) });
    found.push(page.conversations.map(({ title }) => title));
    cursor = page.nextCursor;
  }
  return found;
}

test('pinned ones come first, then the newest, and a message brings its conversation up', async () => {
  const history = await openHistory();
  const ids = await titled(history, 'a', 'b', 'c', 'd');
  await history.ask('updateConversation', { conversationId: ids['a'] ?? '', pinned: true });
  await history.ask('addMessage', {
    conversationId: ids['b'] ?? '',
    parentId: null,
    role: 'user',
    text: 'x',
    streaming: false,
  });
  expect(await pages(history, 10)).toEqual([['a', 'b', 'd', 'c']]);
});

test('pages follow each other without a gap or a repeat, also among equal times', async () => {
  const history = await openHistory(undefined, () => 5);
  await titled(history, 'a', 'b', 'c', 'd', 'e', 'f', 'g');
  expect(await pages(history, 3)).toEqual([['g', 'f', 'e'], ['d', 'c', 'b'], ['a']]);
  expect(await pages(history, 7)).toEqual([['g', 'f', 'e', 'd', 'c', 'b', 'a']]);
});

test('what moves between two pages shifts no other conversation over their border', async () => {
  const history = await openHistory();
  const ids = await titled(history, 'a', 'b', 'c', 'd');
  const first = await history.ask('conversations.list', { limit: 2 });
  await history.ask('addMessage', {
    conversationId: ids['a'] ?? '',
    parentId: null,
    role: 'user',
    text: 'x',
    streaming: false,
  });
  const second = await history.ask('conversations.list', { limit: 2, cursor: first.nextCursor ?? '' });
  expect(second.conversations.map(({ title }) => title)).toEqual(['b']);
});

test('a cursor that no page gave is refused', async () => {
  const history = await openHistory();
  for (const cursor of ['', 'abc', '2.1.1', '0.1.1; DROP TABLE messages', '0.-1.1']) {
    await expect(history.ask('conversations.list', { limit: 5, cursor })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  }
});
