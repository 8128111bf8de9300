import { expect, test } from 'vitest';
import type { History, HistoryChange } from '../../../../src-main/core/history/history.ts';
import { openHistory } from '../../../builders/history.ts';

async function withConversations(
  count: number,
): Promise<{ history: History; ids: string[]; changes: HistoryChange[] }> {
  const history = await openHistory();
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) ids.push((await history.ask('createConversation', {})).id);
  const changes: HistoryChange[] = [];
  history.onChange((change) => changes.push(change));
  return { history, ids, changes };
}

const listed = async (history: History, filter = {}) =>
  (await history.ask('conversations.list', { limit: 1000, ...filter })).conversations.map(({ id }) => id).toSorted();

test('several conversations are archived, moved, tagged, removed and restored, each by one request', async () => {
  const { history, ids } = await withConversations(4);
  const [a = '', b = '', c = '', d = ''] = ids;
  const folder = await history.ask('folders.create', { name: 'Työ' });
  const tag = await history.ask('tags.create', { name: 'kiire', colour: 1 });
  const other = await history.ask('tags.create', { name: 'muu', colour: 2 });
  await history.ask('updateConversation', { conversationId: b, tagIds: [other.id] });

  await history.ask('conversations.changeSeveral', {
    conversationIds: [a, b],
    to: { kind: 'move', folderId: folder.id },
  });
  expect(await listed(history, { folderId: folder.id })).toEqual([a, b].toSorted());
  await history.ask('conversations.changeSeveral', {
    conversationIds: [a, b, b],
    to: { kind: 'tag', tagId: tag.id, carried: true },
  });
  expect((await history.ask('conversation', { conversationId: b })).tagIds.toSorted()).toEqual(
    [tag.id, other.id].toSorted(),
  );
  await history.ask('conversations.changeSeveral', {
    conversationIds: [b],
    to: { kind: 'tag', tagId: tag.id, carried: false },
  });
  expect((await history.ask('conversation', { conversationId: b })).tagIds).toEqual([other.id]);
  await history.ask('conversations.changeSeveral', {
    conversationIds: [c, d],
    to: { kind: 'archive', archived: true },
  });
  expect(await listed(history, { archived: true })).toEqual([c, d].toSorted());

  const removed = await history.ask('conversations.changeSeveral', {
    conversationIds: [a, 'nowhere', c],
    to: { kind: 'remove' },
  });
  expect(removed.conversationIds).toEqual([a, c]);
  // What is not in the trash is not brought back from it.
  const restored = await history.ask('conversations.changeSeveral', {
    conversationIds: [a, b],
    to: { kind: 'restore' },
  });
  expect(restored.conversationIds).toEqual([a]);
  expect(await listed(history, { folderId: folder.id })).toEqual([a, b].toSorted());
});

test('an error changes none of them', async () => {
  const { history, ids } = await withConversations(3);
  const change = history.ask('conversations.changeSeveral', {
    conversationIds: ids,
    to: { kind: 'move', folderId: 'nowhere' },
  });
  await expect(change).rejects.toMatchObject({ code: 'folder-unknown' });
  expect(await listed(history, { folderId: null })).toEqual(ids.toSorted());
});

test('a few are told of one by one, many by one word, and those in the trash by name', async () => {
  const { history, ids, changes } = await withConversations(101);
  const kinds = () => changes.splice(0).map(({ payload }) => (payload as { kind: string }).kind);
  await history.ask('conversations.changeSeveral', {
    conversationIds: ids.slice(0, 2),
    to: { kind: 'archive', archived: true },
  });
  expect(kinds()).toEqual(['changed', 'changed']);
  await history.ask('conversations.changeSeveral', { conversationIds: ids, to: { kind: 'archive', archived: false } });
  expect(kinds()).toEqual(['many']);
  await history.ask('conversations.changeSeveral', { conversationIds: ids, to: { kind: 'remove' } });
  expect(kinds()).toEqual(ids.map(() => 'removed'));
});
