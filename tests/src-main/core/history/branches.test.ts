import { expect, test } from 'vitest';
import type { Message } from '#contract/vocabulary';
import type { History } from '../../../../src-main/core/history/history.ts';
import { openHistory } from '../../../builders/history.ts';

/** A conversation grown by hand: `add(parent, text)`; a parent of null makes a root. */
async function tree(history: History) {
  const { id: conversationId } = await history.createConversation({});
  const add = (parent: Message | null, text: string) =>
    history.addMessage({ conversationId, parentId: parent?.id ?? null, role: 'user', text, streaming: false });
  const open = async () => {
    const { branch } = await history.openConversation({ conversationId });
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

  const { branch } = await history.selectBranch({ conversationId, messageId: answer.id });
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
    (await history.selectBranch({ conversationId, messageId })).branch.map(({ text }) => text);
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
  expect(await history.branchTo(leaf.id)).toEqual([root, leaf]);
});

test('a message of another conversation cannot be selected', async () => {
  const history = await openHistory();
  const one = await tree(history);
  const other = await tree(history);
  await one.add(null, 'mine');
  const foreign = await other.add(null, 'theirs');
  await expect(
    history.selectBranch({ conversationId: one.conversationId, messageId: foreign.id }),
  ).rejects.toMatchObject({ code: 'message-unknown', details: { messageId: foreign.id } });
  expect(await one.open()).toEqual([{ text: 'mine', place: '1/1' }]);
});
