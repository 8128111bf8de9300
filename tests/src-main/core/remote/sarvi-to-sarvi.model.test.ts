import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../../../../src-main/core/app.ts';
import { startApi, type OpenApi } from '../../../builders/api.ts';
import { addRemote, nextEnd, nextEvent, openEmptyApp, say, talkTo } from '../../../builders/remote-app.ts';

let server: OpenApi;

beforeAll(async () => {
  server = await startApi();
});

afterAll(() => server.close());

const COLD = { temperature: 0, maxTokens: 40 };

async function ownAnswer(app: App, modelId: string, text: string): Promise<string> {
  const { id: conversationId } = await app.ask('conversations.create', { modelId });
  await app.ask('conversations.update', { conversationId, sampling: COLD });
  return (await say(app, conversationId, text)).text;
}

test('another Sarvi answers through its API as in its own window', async () => {
  const app = await openEmptyApp();
  const address = `localhost:${server.port}`;
  await expect(addRemote(app, address)).rejects.toMatchObject({ code: 'remote-key-refused' });
  await expect(addRemote(app, address, { key: 'sk-wrong' })).rejects.toMatchObject({ code: 'remote-key-refused' });
  const engine = await addRemote(app, address, { key: server.key });
  expect(engine.finding.kind).toBe('sarvi');
  const conversationId = await talkTo(app, engine);
  await app.ask('conversations.update', { conversationId, sampling: COLD });
  const answer = await say(app, conversationId, 'Kuka olet?');
  expect(answer).toMatchObject({ error: null, generation: { remote: { kind: 'sarvi', host: address } } });
  expect(answer.text).toBe(await ownAnswer(server.app, server.modelId, 'Kuka olet?'));
  expect(answer.generation?.generatedTokens).toBeGreaterThan(1);

  // The next turn finds the first in the cache of the server.
  const second = await say(app, conversationId, 'Entä mikä on Poro 2?');
  expect(second.error).toBeNull();
  expect(second.generation?.cachedTokens).toBeGreaterThan(0);
});

test('the probabilities of written tokens are recorded as in its own window', async () => {
  const app = await openEmptyApp();
  const engine = await addRemote(app, `localhost:${server.port}`, { key: server.key });
  const conversationId = await talkTo(app, engine);
  const sampling = { ...COLD, maxTokens: 8, alternatives: 3 };
  await app.ask('conversations.update', { conversationId, sampling });
  const there = await say(app, conversationId, 'Kuka olet?');
  const own = await server.app.ask('conversations.create', { modelId: server.modelId });
  await server.app.ask('conversations.update', { conversationId: own.id, sampling });
  const here = await say(server.app, own.id, 'Kuka olet?');
  const [far = [], near = []] = [there, here].map(({ generation }) => generation?.choices ?? []);
  expect(far.map(({ text, alternatives }) => [text, alternatives.length])).toEqual(
    near.map(({ text, alternatives }) => [text, alternatives.length]),
  );
  expect(far).toHaveLength(8);
  for (const [place, { probability }] of near.entries()) expect(far[place]?.probability).toBeCloseTo(probability, 4);
  expect(there.generation?.generatedTokens).toBe(8);
});

test('a stop reaches the other Sarvi, whose place is free again', async () => {
  const app = await openEmptyApp();
  const engine = await addRemote(app, `127.0.0.1:${server.port}`, { key: server.key });
  const conversationId = await talkTo(app, engine);
  // An answer of this grammar comes to no end by itself.
  const sampling = { grammar: { kind: 'gbnf' as const, text: 'root ::= [a-z ] root' }, maxTokens: 100_000 };
  await app.ask('conversations.update', { conversationId, sampling });
  const [begun, ended] = [nextEvent(app, 'text'), nextEnd(app)];
  const { generationId } = await app.ask('chat.send', { conversationId, parentId: null, text: 'Kerro kaikki.' });
  await begun;
  await app.ask('chat.stop', { generationId });
  expect(await ended).toMatchObject({ stopReason: 'stopped', error: null });
  await expect.poll(async () => (await server.app.ask('api.status', {})).requests).toEqual([]);
});
