import { expect, test } from 'vitest';
import { conversationOf, openHistory } from '../../../builders/history.ts';

async function rated() {
  const history = await openHistory();
  const [question, answer] = await conversationOf(history, 'Mikä on ilves?', 'Ilves on kissaeläin.');
  if (!question || !answer) throw new Error('no messages');
  const thumb = async () => (await history.ask('message', { messageId: answer.id })).thumb;
  await history.ask('answers.rate', { messageId: answer.id, thumb: 'up' });
  return { history, question, answer, thumb };
}

test('an answer gets a thumb, another one, and none', async () => {
  const { history, answer, thumb } = await rated();
  expect(await thumb()).toBe('up');
  await history.ask('answers.rate', { messageId: answer.id, thumb: 'down' });
  expect(await thumb()).toBe('down');
  await history.ask('answers.rate', { messageId: answer.id, thumb: null });
  expect(await thumb()).toBeUndefined();
});

test('questions, answers that grow and unknown messages get none', async () => {
  const { history, question } = await rated();
  const { conversationId, id: parentId } = question;
  const growing = { conversationId, parentId, role: 'assistant', text: 'Il', streaming: true } as const;
  const { id } = await history.ask('addMessage', growing);
  for (const messageId of [question.id, id, 'nowhere']) {
    await expect(history.ask('answers.rate', { messageId, thumb: 'up' })).rejects.toMatchObject({
      code: 'message-unknown',
    });
  }
});

test('a thumb comes back from the trash with its answer', async () => {
  const { history, answer, thumb } = await rated();
  const { conversationId, id: messageId } = answer;
  const { removalId } = await history.ask('removeMessages', { conversationId, messageId });
  await history.ask('restoreMessages', { removalId });
  expect(await thumb()).toBe('up');
});

test('a thumb is exported and comes in again', async () => {
  const { history, answer } = await rated();
  const { conversationId } = answer;
  const render = { conversationId, format: 'json', allLeaves: false, language: 'fi' } as const;
  const { text } = await history.ask('renderConversation', render);
  const other = await openHistory();
  const [outcome] = await other.ask('keepConversations', { conversations: [new TextEncoder().encode(text)] });
  expect(outcome).toMatchObject({ kind: 'imported' });
  const { branch } = await other.ask('conversations.open', { conversationId });
  expect(branch.map(({ thumb }) => thumb)).toEqual([undefined, 'up']);
});
