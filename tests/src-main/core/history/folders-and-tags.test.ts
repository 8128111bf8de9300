import { describe, expect, test } from 'vitest';
import type { History } from '../../../../src-main/core/history/history.ts';
import type { HistoryChange, RequestInput } from '../../../../src-main/core/history/protocol.ts';
import { conversationOf, openHistory } from '../../../builders/history.ts';

const NAMES = ['a', 'b', 'c', 'd'];

/** Four conversations, made in the order of their titles. */
async function four(): Promise<{ history: History; ids: readonly string[]; changes: HistoryChange[] }> {
  const history = await openHistory();
  const ids: string[] = [];
  for (const title of NAMES) {
    const { id } = await history.ask('createConversation', {});
    await history.ask('updateConversation', { conversationId: id, title });
    ids.push(id);
  }
  const changes: HistoryChange[] = [];
  history.onChange((change) => changes.push(change));
  return { history, ids, changes };
}

/** The titles that a list shows, over pages of two. */
async function titles(history: History, filter: Omit<RequestInput<'conversations.list'>, 'limit'> = {}) {
  const found: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await history.ask('conversations.list', {
      ...filter,
      limit: 2,
      ...(cursor === undefined ? {} : { cursor }),
    });
    found.push(...page.conversations.map(({ title }) => title));
    cursor = page.nextCursor;
  }
  return found.join('');
}

describe('folders', () => {
  test('hold conversations, whose list they narrow, and can be left again', async () => {
    const { history, ids } = await four();
    const work = await history.ask('folders.create', { name: 'Työ' });
    const [a = '', b = '', , d = ''] = ids;
    for (const conversationId of [a, b, d])
      await history.ask('updateConversation', { conversationId, folderId: work.id });
    expect(await titles(history, { folderId: work.id })).toBe('dba');
    expect(await titles(history, { folderId: null })).toBe('c');
    expect(await titles(history)).toBe('dcba');

    await history.ask('updateConversation', { conversationId: b, folderId: null });
    await history.ask('updateConversation', { conversationId: a, pinned: true });
    expect(await titles(history, { folderId: work.id })).toBe('ad');
    expect((await history.ask('conversation', { conversationId: d })).folderId).toBe(work.id);
  });

  test('keep the order that they are given', async () => {
    const { history } = await four();
    const made = [];
    for (const name of ['Yksi', 'Kaksi', 'Kolme']) made.push(await history.ask('folders.create', { name }));
    const order = async () => (await history.ask('folders.list', {})).map(({ name }) => name);
    await history.ask('folders.update', { folderId: made[2]?.id ?? '', index: 0 });
    expect(await order()).toEqual(['Kolme', 'Yksi', 'Kaksi']);
    await history.ask('folders.update', { folderId: made[2]?.id ?? '', index: 1 });
    expect(await order()).toEqual(['Yksi', 'Kolme', 'Kaksi']);
    await history.ask('folders.update', { folderId: made[0]?.id ?? '', index: 99, name: 'Viimeinen' });
    expect(await order()).toEqual(['Kolme', 'Kaksi', 'Viimeinen']);
  });

  test('leave their conversations behind when they are removed, those in the trash too', async () => {
    const { history, ids, changes } = await four();
    const folder = await history.ask('folders.create', { name: 'Pois' });
    const [a = '', b = ''] = ids;
    for (const conversationId of [a, b])
      await history.ask('updateConversation', { conversationId, folderId: folder.id });
    await history.ask('conversations.remove', { conversationId: b });
    changes.length = 0;
    await history.ask('folders.remove', { folderId: folder.id });
    expect(changes).toEqual([
      { name: 'folders.changed', payload: null },
      { name: 'conversation.changed', payload: { kind: 'many' } },
    ]);
    expect((await history.ask('conversations.restore', { conversationId: b })).folderId).toBe(null);
    expect(await titles(history, { folderId: null })).toBe('dcba');
  });

  test('have names of their own, whatever the capitals and the way the letters are composed', async () => {
    const { history } = await four();
    const { id, name } = await history.ask('folders.create', { name: '  Yö\n työt ' });
    expect(name).toBe('Yö työt');
    for (const taken of ['YÖ TYÖT', 'Yo\u0308 tyo\u0308t']) {
      await expect(history.ask('folders.create', { name: taken })).rejects.toMatchObject({
        code: 'name-taken',
        details: { name: 'Yö työt' },
      });
    }
    // Its own name is not in its way.
    expect(await history.ask('folders.update', { folderId: id, name: 'yö työt' })).toMatchObject({
      id,
      name: 'yö työt',
    });
    await expect(history.ask('folders.create', { name: '\u0000\u0007' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  test('that are unknown are told as such, and nothing changes', async () => {
    const { history, ids, changes } = await four();
    const [conversationId = ''] = ids;
    const folderId = 'nowhere';
    for (const wrong of [
      history.ask('updateConversation', { conversationId, title: 'Muu', folderId }),
      history.ask('folders.update', { folderId, name: 'x' }),
      history.ask('folders.remove', { folderId }),
      history.ask('conversations.list', { limit: 1, folderId }),
    ]) {
      await expect(wrong).rejects.toMatchObject({ code: 'folder-unknown', details: { folderId } });
    }
    expect([changes, await titles(history)]).toEqual([[], 'dcba']);
  });
});

describe('tags', () => {
  test('are on any number of conversations, and their lists keep the order of all lists', async () => {
    const { history, ids } = await four();
    const red = await history.ask('tags.create', { name: 'Punainen', colour: 1 });
    const blue = await history.ask('tags.create', { name: 'Sininen', colour: 5 });
    const [a = '', b = '', c = '', d = ''] = ids;
    await history.ask('updateConversation', { conversationId: a, tagIds: [red.id, blue.id, red.id] });
    for (const conversationId of [b, c, d])
      await history.ask('updateConversation', { conversationId, tagIds: [red.id] });
    expect(await titles(history, { tagId: red.id })).toBe('dcba');
    expect(await titles(history, { tagId: blue.id })).toBe('a');

    // What moves in the list moves in those of its tags: a new message, a pin, the archive, the trash.
    await history.ask('addMessage', { conversationId: b, parentId: null, role: 'user', text: 'b', streaming: false });
    await history.ask('updateConversation', { conversationId: b, title: 'b' });
    await history.ask('updateConversation', { conversationId: a, pinned: true });
    expect(await titles(history, { tagId: red.id })).toBe('abdc');
    await history.ask('updateConversation', { conversationId: c, archived: true });
    await history.ask('conversations.remove', { conversationId: d });
    expect(await titles(history, { tagId: red.id })).toBe('ab');
    expect(await titles(history, { tagId: red.id, archived: true })).toBe('c');

    await history.ask('updateConversation', { conversationId: a, tagIds: [blue.id] });
    expect(await titles(history, { tagId: red.id })).toBe('b');
    expect((await history.ask('conversation', { conversationId: a })).tagIds).toEqual([blue.id]);
  });

  test('and folders narrow a list together', async () => {
    const { history, ids } = await four();
    const tag = await history.ask('tags.create', { name: 'Tärkeä', colour: 0 });
    const folder = await history.ask('folders.create', { name: 'Koti' });
    const [a = '', b = '', c = ''] = ids;
    await history.ask('updateConversation', { conversationId: a, folderId: folder.id, tagIds: [tag.id] });
    await history.ask('updateConversation', { conversationId: b, folderId: folder.id });
    await history.ask('updateConversation', { conversationId: c, tagIds: [tag.id] });
    expect(await titles(history, { folderId: folder.id, tagId: tag.id })).toBe('a');
  });

  test('can be renamed and recoloured, are listed by name, and leave their conversations when removed', async () => {
    const { history, ids, changes } = await four();
    const tag = await history.ask('tags.create', { name: 'öljy', colour: 2 });
    const other = await history.ask('tags.create', { name: 'Asunto', colour: 3 });
    const [conversationId = ''] = ids;
    await history.ask('updateConversation', { conversationId, tagIds: [tag.id, other.id] });
    expect(await history.ask('tags.update', { tagId: tag.id, colour: 7 })).toEqual({ ...tag, colour: 7 });
    expect(await history.ask('tags.list', {})).toEqual([other, { ...tag, colour: 7 }]);
    await expect(history.ask('tags.update', { tagId: tag.id, name: 'ASUNTO' })).rejects.toMatchObject({
      code: 'name-taken',
    });
    changes.length = 0;
    await history.ask('tags.remove', { tagId: tag.id });
    expect(changes).toEqual([
      { name: 'tags.changed', payload: null },
      { name: 'conversation.changed', payload: { kind: 'many' } },
    ]);
    expect((await history.ask('conversation', { conversationId })).tagIds).toEqual([other.id]);
  });

  test('that are unknown are told as such, and the tags that were there stay', async () => {
    const { history, ids } = await four();
    const tag = await history.ask('tags.create', { name: 'Oikea', colour: 2 });
    const [conversationId = ''] = ids;
    await history.ask('updateConversation', { conversationId, tagIds: [tag.id] });
    for (const wrong of [
      history.ask('updateConversation', { conversationId, tagIds: ['nothing'] }),
      history.ask('tags.update', { tagId: 'nothing', colour: 1 }),
      history.ask('tags.remove', { tagId: 'nothing' }),
      history.ask('conversations.list', { limit: 1, tagId: 'nothing' }),
    ]) {
      await expect(wrong).rejects.toMatchObject({ code: 'tag-unknown', details: { tagId: 'nothing' } });
    }
    expect((await history.ask('conversation', { conversationId })).tagIds).toEqual([tag.id]);
  });
});

test('the archive is a list of its own, and archived conversations are found and go on', async () => {
  const history = await openHistory();
  const [message] = await conversationOf(history, 'Arkistoitava', 'Vastaus');
  await conversationOf(history, 'Muu');
  const conversationId = message?.conversationId ?? '';
  expect((await history.ask('updateConversation', { conversationId, archived: true })).archived).toBe(true);
  expect([await titles(history), await titles(history, { archived: true })]).toEqual(['Muu', 'Arkistoitava']);
  await history.ask('addMessage', { conversationId, parentId: null, role: 'user', text: 'Jatko', streaming: false });
  expect(await titles(history, { archived: true })).toBe('Arkistoitava');
  await history.ask('updateConversation', { conversationId, archived: false });
  expect(await titles(history)).toBe('ArkistoitavaMuu');
});

describe('drafts', () => {
  test('are kept for each conversation and for the one that is not made yet', async () => {
    const { history, ids, changes } = await four();
    const [a = '', b = ''] = ids;
    await history.ask('drafts.put', { conversationId: a, text: 'Kesken' });
    await history.ask('drafts.put', { conversationId: a, text: 'Kesken\u0000 \ud800 on', from: 'window-1' });
    await history.ask('drafts.put', { conversationId: b, text: 'Turha' });
    await history.ask('drafts.put', { conversationId: b, text: '' });
    await history.ask('drafts.put', { conversationId: null, text: 'Aluksi' });
    await history.ask('drafts.put', { conversationId: null, text: 'Uusi' });
    const kept = 'Kesken\u0000 \ufffd on';
    expect(await history.ask('drafts.list', {})).toEqual([
      { conversationId: a, text: kept },
      { conversationId: null, text: 'Uusi' },
    ]);
    expect(changes[1]).toEqual({ name: 'draft.changed', payload: { conversationId: a, text: kept, from: 'window-1' } });
    expect(changes[0]).toMatchObject({ payload: { from: null } });
  });

  test('of a conversation in the trash come back with it, and none is kept for one that is gone', async () => {
    const { history, ids } = await four();
    const [a = ''] = ids;
    await history.ask('drafts.put', { conversationId: a, text: 'Kesken' });
    await history.ask('conversations.remove', { conversationId: a });
    expect(await history.ask('drafts.list', {})).toEqual([]);
    await expect(history.ask('drafts.put', { conversationId: a, text: 'x' })).rejects.toMatchObject({
      code: 'conversation-unknown',
    });
    await history.ask('conversations.restore', { conversationId: a });
    expect(await history.ask('drafts.list', {})).toEqual([{ conversationId: a, text: 'Kesken' }]);
  });
});
