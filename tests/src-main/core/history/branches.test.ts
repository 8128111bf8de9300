import { describe, expect, test } from 'vitest';
import type { Message } from '#contract/messages';
import type { History } from '../../../../src-main/core/history/history.ts';
import { openHistory } from '../../../builders/history.ts';

/** A conversation grown by hand: `add(parent, text)`; a parent of null makes a root. */
async function tree(history: History) {
  const { id: conversationId } = await history.ask('createConversation', {});
  const add = (parent: Message | null, text: string) =>
    history.ask('addMessage', { conversationId, parentId: parent?.id ?? null, role: 'user', text, streaming: false });
  const open = async () => {
    const { branch } = await history.ask('conversations.open', { conversationId });
    return branch.map(({ id, text, siblingIds }) => ({
      text,
      place: `${siblingIds.indexOf(id) + 1}/${siblingIds.length}`,
    }));
  };
  return { conversationId, add, open };
}

test('an edited question and a second answer are siblings, and the newest is open', async () => {
  const history = await openHistory();
  const { conversationId, add, open } = await tree(history);
  const question = await add(null, 'Q1');
  const answer = await add(question, 'A1');
  await add(answer, 'Q2');
  await add(question, 'A1 again');
  expect(await open()).toEqual([
    { text: 'Q1', place: '1/1' },
    { text: 'A1 again', place: '2/2' },
  ]);

  const edited = await add(null, 'Q1 edited');
  expect(await open()).toEqual([{ text: 'Q1 edited', place: '2/2' }]);

  const { branch } = await history.ask('conversations.selectBranch', { conversationId, messageId: answer.id });
  expect(branch.map(({ text }) => text)).toEqual(['Q1', 'A1', 'Q2']);
  expect(branch[0]?.siblingIds).toEqual([question.id, edited.id]);
  expect(await open()).toEqual([
    { text: 'Q1', place: '1/2' },
    { text: 'A1', place: '1/2' },
    { text: 'Q2', place: '1/1' },
  ]);
});

test('selecting a branch goes down to its newest leaf, whatever the depth', async () => {
  const history = await openHistory();
  const { conversationId, add } = await tree(history);
  const root = await add(null, 'root');
  const left = await add(root, 'left');
  const old = await add(left, 'left old');
  const fresh = await add(left, 'left fresh');
  await add(old, 'below old');
  await add(root, 'right');

  const texts = async (messageId: string) =>
    (await history.ask('conversations.selectBranch', { conversationId, messageId })).branch.map(({ text }) => text);
  expect(await texts(left.id)).toEqual(['root', 'left', 'left old', 'below old']);
  expect(await texts(fresh.id)).toEqual(['root', 'left', 'left fresh']);
  expect(await texts(root.id)).toEqual(['root', 'right']);
});

test('the path to a message is told root first, without its siblings', async () => {
  const history = await openHistory();
  const { add } = await tree(history);
  const root = await add(null, 'root');
  await add(root, 'beside');
  const leaf = await add(root, 'leaf');
  await add(leaf, 'below');
  expect(await history.ask('branchTo', { messageId: leaf.id })).toEqual(
    [root, leaf].map(({ id, role, text }) => ({ id, role, text })),
  );
});

test('a message of another conversation cannot be selected', async () => {
  const history = await openHistory();
  const one = await tree(history);
  const other = await tree(history);
  await one.add(null, 'mine');
  const foreign = await other.add(null, 'theirs');
  await expect(
    history.ask('conversations.selectBranch', { conversationId: one.conversationId, messageId: foreign.id }),
  ).rejects.toMatchObject({ code: 'message-unknown', details: { messageId: foreign.id } });
  expect(await one.open()).toEqual([{ text: 'mine', place: '1/1' }]);
});

describe('page by page', () => {
  /** A line of ten, and from its fourth message a branch of two, which is the open one. */
  async function fork() {
    const history = await openHistory();
    const { conversationId, add } = await tree(history);
    const line: Message[] = [];
    for (let number = 1; number <= 10; number += 1) line.push(await add(line.at(-1) ?? null, `${number}`));
    const fifth = await add(line[3] ?? null, '5b');
    const leaf = await add(fifth, '6b');
    const id = (number: number) => line[number - 1]?.id ?? '';
    const page = async (leafId: string, side: 'before' | 'after', messageId: string, limit: number) => {
      const found = await history.ask('conversations.page', {
        conversationId,
        leafId,
        from: { side, messageId },
        limit,
      });
      return [found.messages.map(({ text }) => text).join(' '), found.earlierCount, found.laterCount];
    };
    const open = async (limit: number, messageId?: string) => {
      const around = messageId === undefined ? {} : { messageId };
      const found = await history.ask('conversations.open', { conversationId, limit, ...around });
      return [found.branch.map(({ text }) => text).join(' '), found.earlierCount, found.laterCount];
    };
    return { history, conversationId, id, leaf, page, open };
  }

  test('a conversation opens with the end of its open branch, and tells how much lies before', async () => {
    const { open, leaf, history, conversationId } = await fork();
    expect(await open(3)).toEqual(['4 5b 6b', 3, 0]);
    expect(await open(100)).toEqual(['1 2 3 4 5b 6b', 0, 0]);
    const { leafId, branch } = await history.ask('conversations.open', { conversationId, limit: 2 });
    expect(leafId).toBe(leaf.id);
    // The sibling that is not on this branch is known all the same.
    expect(branch.map(({ siblingIds }) => siblingIds.length)).toEqual([2, 1]);
  });

  test('it opens around a message, on another branch too, and leaves the open branch as it is', async () => {
    const { open, id } = await fork();
    expect(await open(3, id(2))).toEqual(['1 2 3', 0, 3]);
    expect(await open(3, id(7))).toEqual(['6 7 8', 5, 2]);
    expect(await open(4, id(10))).toEqual(['7 8 9 10', 6, 0]);
    expect(await open(2)).toEqual(['5b 6b', 4, 0]);
  });

  test('the pages before and after a message of a branch join without a gap or a repeat', async () => {
    const { page, id, leaf } = await fork();
    expect(await page(id(10), 'before', id(8), 3)).toEqual(['5 6 7', 4, 3]);
    expect(await page(id(10), 'before', id(5), 3)).toEqual(['2 3 4', 1, 6]);
    expect(await page(id(10), 'before', id(2), 3)).toEqual(['1', 0, 9]);
    expect(await page(id(10), 'before', id(1), 3)).toEqual(['', 0, 10]);
    expect(await page(id(10), 'after', id(8), 1)).toEqual(['9', 8, 1]);
    expect(await page(leaf.id, 'after', id(4), 9)).toEqual(['5b 6b', 4, 0]);
  });

  test('long messages come in smaller pages, one at least, and none is left out', async () => {
    const history = await openHistory();
    const { conversationId, add } = await tree(history);
    const line: Message[] = [];
    const lengths = [10, 5_000_000, 10, 1_500_000, 1_500_000, 1_500_000, 5_000_000, 20, 30];
    for (const length of lengths) line.push(await add(line.at(-1) ?? null, 'ä'.repeat(length / 2)));
    const numbers = (messages: readonly Message[]) => messages.map(({ id }) => line.findIndex((one) => one.id === id));
    const end = await history.ask('conversations.open', { conversationId, limit: 60 });
    expect([numbers(end.branch), end.earlierCount, end.laterCount]).toEqual([[7, 8], 7, 0]);
    const long = await history.ask('conversations.open', { conversationId, limit: 60, messageId: line[6]?.id ?? '' });
    expect([numbers(long.branch), long.earlierCount, long.laterCount]).toEqual([[6], 6, 2]);
    const middle = await history.ask('conversations.open', { conversationId, limit: 60, messageId: line[4]?.id ?? '' });
    expect([numbers(middle.branch), middle.earlierCount, middle.laterCount]).toEqual([[4, 5], 4, 3]);
    const selected = await history.ask('conversations.selectBranch', {
      conversationId,
      messageId: line[7]?.id ?? '',
      limit: 60,
    });
    expect(numbers(selected.branch)).toEqual([7, 8]);

    const leafId = end.leafId ?? '';
    for (const side of ['before', 'after'] as const) {
      const pages: number[][] = [];
      let messageId = (side === 'before' ? line.at(-1) : line[0])?.id ?? '';
      for (let left = Infinity; left > 0;) {
        const page = await history.ask('conversations.page', {
          conversationId,
          leafId,
          from: { side, messageId },
          limit: 60,
        });
        pages.push(numbers(page.messages));
        left = side === 'before' ? page.earlierCount : page.laterCount;
        messageId = page.messages.at(side === 'before' ? 0 : -1)?.id ?? '';
      }
      const all = [0, 1, 2, 3, 4, 5, 6, 7, 8];
      if (side === 'before') expect(pages.reverse().flat()).toEqual(all.slice(0, -1));
      else expect(pages.flat()).toEqual(all.slice(1));
      expect(pages.length).toBeGreaterThan(3);
    }
    // Whoever asks for the whole branch in this process gets it.
    expect(numbers((await history.ask('conversations.open', { conversationId })).branch)).toHaveLength(lengths.length);
  });

  test('a message that is not on the branch, and a leaf of nowhere, are unknown', async () => {
    const { page, id, leaf, open } = await fork();
    for (const wrong of [page(leaf.id, 'before', id(9), 3), page('nobody', 'before', id(9), 3), open(3, 'nobody')]) {
      await expect(wrong).rejects.toMatchObject({ code: 'message-unknown' });
    }
  });
});
