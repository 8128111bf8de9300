import { expect, onTestFinished, test } from 'vitest';
import { isTemporary } from '#contract/temporary-calls';
import { byConversation, TemporaryHistory } from '../../../../src-main/core/chat/temporary-history.ts';
import { History } from '../../../../src-main/core/history/history.ts';
import { historyPorts } from '../../../builders/history-ports.ts';
import { openHistory, steppingClock } from '../../../builders/history.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

async function both() {
  const kept = await openHistory();
  const folder = await temporaryFolder();
  const open = () => History.open(historyPorts(folder, steppingClock()), { inMemory: true });
  const temporary = new TemporaryHistory(open, () => undefined);
  onTestFinished(() => temporary.close());
  return { kept, temporary, any: byConversation(kept, temporary) };
}

test('each conversation is asked of its own history, by its id alone', async () => {
  const { kept, temporary, any } = await both();
  expect(temporary.isOpen).toBe(false);
  const ordinary = await any.ask('createConversation', {});
  const passing = await any.ask('createConversation', { temporary: true });
  expect([ordinary, passing].map(({ id }) => isTemporary(id))).toEqual([false, true]);
  for (const { id } of [ordinary, passing]) await any.ask('drafts.put', { conversationId: id, text: `of ${id}` });
  expect((await kept.ask('drafts.list', {})).map(({ text }) => text)).toEqual([`of ${ordinary.id}`]);
  expect((await temporary.ask('drafts.list', {})).map(({ text }) => text)).toEqual([`of ${passing.id}`]);
  await temporary.close();
  await expect(any.ask('conversation', { conversationId: passing.id })).rejects.toMatchObject({
    code: 'conversation-unknown',
  });
  expect((await any.ask('conversation', { conversationId: ordinary.id })).id).toBe(ordinary.id);
});

test('a file that calls its conversation temporary does not get it lost', async () => {
  const { kept, any } = await both();
  const messages = [{ id: 'm1', parentId: null, role: 'user', text: 'Hei', createdAt: 1 }];
  const file = { id: 'temporary.1', title: 'Retki', createdAt: 1, updatedAt: 1, activeMessageId: 'm1', messages };
  const marks = { format: 'sarvi-history', version: 1 };
  const bytes = new TextEncoder().encode(JSON.stringify({ ...marks, conversations: [file], ...file }));
  await kept.ask('keepConversations', { conversations: [bytes] });
  const { conversations } = await any.ask('conversations.list', { limit: 5 });
  expect(conversations.map(({ title, id }) => [title, isTemporary(id)])).toEqual([['Retki', false]]);
  expect((await any.ask('conversations.open', { conversationId: conversations[0]?.id ?? '' })).branch).toHaveLength(1);
});
