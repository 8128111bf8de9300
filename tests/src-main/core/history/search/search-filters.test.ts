import { expect, test } from 'vitest';
import type { SearchFilters } from '#contract/search-calls';
import { conversationOf, openHistory, START_MS, steppingClock } from '../../../../builders/history.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

test('each filter leaves what meets it, alone and together', async () => {
  const clock = steppingClock();
  let shiftMs = 0;
  const history = await openHistory(undefined, () => clock() + shiftMs);
  const folder = await history.ask('folders.create', { name: 'Työ' });
  const tag = await history.ask('tags.create', { name: 'tärkeä', colour: 1 });
  const ids: string[] = [];
  for (const number of [0, 1, 2]) {
    shiftMs = number * DAY_MS;
    const [question] = await conversationOf(history, `kissa ${number}`, `vastaus kissasta ${number}`);
    ids.push(question?.conversationId ?? '');
    await history.ask('updateConversation', { conversationId: ids[number] ?? '', title: `Nimi ${number}` });
  }
  const [first = '', second = '', third = ''] = ids;
  await history.ask('updateConversation', { conversationId: first, folderId: folder.id, modelId: 'poro' });
  await history.ask('updateConversation', { conversationId: second, tagIds: [tag.id], pinned: true });
  await history.ask('updateConversation', { conversationId: third, archived: true });
  /** Which conversations, with how many hits. */
  const found = async (filters: SearchFilters): Promise<Record<string, number>> => {
    const { groups } = await history.search({ query: 'kissa ', limit: 50, filters });
    return Object.fromEntries(groups.map(({ conversationTitle, furtherHits }) => [conversationTitle, furtherHits + 1]));
  };

  expect(await found({})).toEqual({ 'Nimi 0': 2, 'Nimi 1': 2, 'Nimi 2': 2 });
  expect(await found({ role: 'assistant' })).toEqual({ 'Nimi 0': 1, 'Nimi 1': 1, 'Nimi 2': 1 });
  expect(await found({ conversationId: second })).toEqual({ 'Nimi 1': 2 });
  expect(await found({ modelId: 'poro' })).toEqual({ 'Nimi 0': 2 });
  expect(await found({ modelId: 'removed-long-ago' })).toEqual({});
  expect(await found({ folderId: folder.id })).toEqual({ 'Nimi 0': 2 });
  expect(await found({ tagId: tag.id })).toEqual({ 'Nimi 1': 2 });
  expect(await found({ pinned: true })).toEqual({ 'Nimi 1': 2 });
  expect(await found({ pinned: false })).toEqual({ 'Nimi 0': 2, 'Nimi 2': 2 });
  expect(await found({ archived: true })).toEqual({ 'Nimi 2': 2 });
  expect(await found({ archived: false })).toEqual({ 'Nimi 0': 2, 'Nimi 1': 2 });
  expect(await found({ from: START_MS + DAY_MS })).toEqual({ 'Nimi 1': 2, 'Nimi 2': 2 });
  expect(await found({ until: START_MS + DAY_MS })).toEqual({ 'Nimi 0': 2 });
  expect(await found({ from: START_MS + DAY_MS, until: START_MS + 2 * DAY_MS })).toEqual({ 'Nimi 1': 2 });
  expect(await found({ tagId: tag.id, role: 'user', pinned: true })).toEqual({ 'Nimi 1': 1 });
  expect(await found({ tagId: tag.id, archived: true })).toEqual({});
  await history.ask('conversations.remove', { conversationId: first });
  expect(await found({ folderId: folder.id })).toEqual({});
});

test('filters that leave few texts find the same as the index does', async () => {
  const history = await openHistory();
  const [message] = await conversationOf(history, 'Iso musta kissa istui kadulla.', 'kaupunginkirjasto', 'yö');
  const conversationId = message?.conversationId ?? '';
  const queries = [
    'kissa',
    'katu ',
    'kirjasto ',
    'kiss*',
    '"musta kissa"',
    '"kissa musta"',
    'iso -kissa',
    'yo ',
    'kisas ',
  ];
  for (const query of queries) {
    const among = await history.search({ query, limit: 50, filters: { conversationId } });
    expect([query, among]).toEqual([query, await history.search({ query, limit: 50 })]);
  }
});

test('a hit on a branch that is not open leads there', async () => {
  const history = await openHistory();
  const [question, first] = await conversationOf(history, 'Kysymys', 'hopeinen vastaus');
  const conversationId = question?.conversationId ?? '';
  const place = { conversationId, parentId: question?.id ?? '' };
  const second = await history.ask('addMessage', { ...place, role: 'assistant', text: 'kultainen', streaming: false });
  const { hits } = await history.search({ query: 'hopeinen', limit: 5 });
  expect(hits.map(({ messageId }) => messageId)).toEqual([first?.id]);

  const shown = await history.ask('conversations.open', { conversationId, messageId: first?.id ?? '' });
  expect(shown.branch.map(({ id }) => id)).toEqual([question?.id, first?.id]);
  expect((await history.ask('conversations.open', { conversationId })).branch.at(-1)?.id).toBe(second.id);
  const selected = await history.ask('conversations.selectBranch', { conversationId, messageId: first?.id ?? '' });
  expect(selected.branch.at(-1)?.id).toBe(first?.id);
});

test('conversations come by their best hit, with the number of their others', async () => {
  const history = await openHistory();
  const [long] = await conversationOf(history, 'kissalla', 'kissoja', 'koira');
  await conversationOf(history, 'kissa');
  const { groups, hits, complete } = await history.search({ query: 'kissa ', limit: 1 });
  expect([hits.length, complete]).toEqual([1, true]);
  expect(groups).toMatchObject([{ conversationTitle: 'kissa', best: { messageId: null }, furtherHits: 1 }]);
  const all = await history.search({ query: 'kissa ', limit: 50 });
  expect(all.groups[1]).toMatchObject({ conversationId: long?.conversationId, furtherHits: 2 });
});
