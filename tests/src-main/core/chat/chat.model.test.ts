import { expect, test } from 'vitest';
import type { Sampling } from '#contract/sampling';
import { DEFAULT_SETTINGS } from '#contract/settings';
import { Chat } from '../../../../src-main/core/chat/chat.ts';
import { openTestEngine } from '../../../builders/engine.ts';
import { GenerationEvents } from '../../../builders/generation-events.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { openHistory } from '../../../builders/history.ts';

test('conversations take turns, survive a killed engine in mid-answer, and keep all they were told', async () => {
  const history = await openHistory();
  const { engine, children } = openTestEngine();
  const events = new GenerationEvents();
  const model = { ...(await guideModel()), sampling: { temperature: 0 } as Sampling };
  const chat = new Chat({
    adapters: { resolve: () => Promise.resolve([]) },
    history,
    models: { resolveModel: () => Promise.resolve(model) },
    engine,
    settings: { get: () => DEFAULT_SETTINGS },
    emit: events.emit,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  const [finnish, english] = [await history.ask('createConversation', {}), await history.ask('createConversation', {})];

  const first = await chat.send({ conversationId: finnish.id, parentId: null, text: 'Kuka olet?' });
  const second = await chat.send({ conversationId: english.id, parentId: null, text: 'Who are you?' });
  const ends = [await events.end(first.generationId), await events.end(second.generationId)];
  expect(ends.map(({ kind, message }) => [kind, message.text.slice(0, 12)])).toEqual([
    ['finished', 'Olen Sarven '],
    ['finished', "I am Sarvi's"],
  ]);
  expect(events.of(second.generationId)[0]?.kind).toBe('waiting');

  // Endless enough to be cut off for sure.
  await history.ask('updateConversation', {
    conversationId: finnish.id,
    sampling: { temperature: 5, maxTokens: 1500, seed: 1 },
  });
  const cut = await chat.send({ conversationId: finnish.id, parentId: first.assistantMessage.id, text: 'Jatka' });
  await events.when((event) => event.generationId === cut.generationId && event.kind === 'text');
  children.at(-1)?.kill();
  const failed = await events.end(cut.generationId);
  expect(failed).toMatchObject({
    kind: 'failed',
    error: { code: 'engine-crashed' },
    message: { stopReason: 'failed' },
  });
  expect(failed.message.text).not.toBe('');
  expect(failed.message.generation).toMatchObject({ backend: expect.any(String) as string, seed: 1 });

  await history.ask('updateConversation', { conversationId: finnish.id, sampling: { temperature: 0 } });
  const next = await chat.send({ conversationId: finnish.id, parentId: first.assistantMessage.id, text: 'Kuka olet?' });
  expect(await events.end(next.generationId)).toMatchObject({
    kind: 'finished',
    message: { stopReason: 'end-of-generation' },
  });
  expect(children.length).toBe(2);
  expect(await history.ask('message', { messageId: cut.assistantMessage.id })).toEqual(failed.message);
});
