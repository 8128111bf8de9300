import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '#contract/messages';
import type { GenerationEvent } from '#contract/chat-calls';
import { ask, startApi, type OpenApi } from '../../../builders/api.ts';

let api: OpenApi;

beforeAll(async () => {
  api = await startApi();
});

afterAll(() => api.close());

const QUESTION = 'Kerro minulle lyhyesti mikä on Poro 2 ja mihin sitä voi käyttää tällä koneella.';

/** Asks in a new conversation, and answers the finished message. */
async function converse(text: string): Promise<Message> {
  const { app } = api;
  const { id: conversationId } = await app.ask('conversations.create', { modelId: api.modelId });
  await app.ask('conversations.update', { conversationId, sampling: { temperature: 0, maxTokens: 4 } });
  const ended = new Promise<Message>((resolve) => {
    const stop = app.listen((name, payload) => {
      const event = payload as GenerationEvent;
      if (name !== 'generation.changed' || (event.kind !== 'finished' && event.kind !== 'failed')) return;
      stop();
      resolve(event.message);
    });
  });
  await app.ask('chat.send', { conversationId, parentId: null, text });
  return ended;
}

async function asProgram(text: string): Promise<number> {
  const reply = await ask(api, '/v1/chat/completions', {
    messages: [{ role: 'user', content: text }],
    temperature: 0,
    max_tokens: 4,
  });
  const { usage } = reply.json as { usage: { prompt_tokens_details: { cached_tokens: number } } };
  return usage.prompt_tokens_details.cached_tokens;
}

test.each([1, 2])('with %i answers at a time, neither finds the KV cache of the other', async (parallelAnswers) => {
  await api.app.ask('settings.update', { parallelAnswers });
  const question = `${QUESTION} (${parallelAnswers})`;
  const asked = await converse(question);
  expect(asked.generation).toMatchObject({ generatedTokens: 4 });
  expect(await asProgram(question)).toBe(0);
  expect(await asProgram(question)).toBeGreaterThan(20);
  const other = `Ohjelman oma kysymys numero ${parallelAnswers}, jota kukaan ei ole kysynyt keskustelussa aiemmin.`;
  await asProgram(other);
  expect((await converse(other)).generation?.cachedTokens).toBeLessThan(8);
});

test('nothing of a request is kept in the history, in states or in the log', async () => {
  const secret = 'salaisuus-74219';
  const before = await api.app.ask('conversations.list', { limit: 100 });
  await asProgram(`${secret} ${QUESTION}`);
  expect(await api.app.ask('conversations.list', { limit: 100 })).toEqual(before);
  for (const entry of await readdir(api.dataFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    expect(bytes.includes(secret), entry.name).toBe(false);
  }
  const log = await readFile(join(api.dataFolder, 'logs', 'sarvi.log'), 'utf8');
  expect(log).toContain('a program asked');
  expect(log).not.toContain(secret);
});

test('a conversation is answered while programs wait in a long row', async () => {
  // So hot that they come to no end by themselves for long.
  const endless = { messages: [{ role: 'user', content: 'Kerro kaikki.' }], temperature: 5, max_tokens: -1 };
  const rows = Array.from({ length: 40 }, () => ask(api, '/v1/chat/completions', endless));
  // On a busy machine the first may end before the last has come.
  await expect.poll(async () => (await api.app.ask('api.status', {})).requests.length).toBeGreaterThan(25);
  const answer = await converse('Hei, kuka olet?');
  expect(answer.stopReason).toBe('max-tokens');
  const { requests } = await api.app.ask('api.status', {});
  expect(requests.length).toBeGreaterThan(5);
  for (const { id } of requests) await api.app.ask('api.stop', { requestId: id });
  await Promise.all(rows);
});

test('with the setting, what a program says becomes a conversation, which its next turn continues', async () => {
  await api.app.ask('settings.update', { apiKeepsConversations: true });
  const before = (await api.app.ask('conversations.list', { limit: 100 })).conversations.length;
  const system = { role: 'system', content: 'Vastaa lyhyesti.' };
  const first = { role: 'user', content: 'Mikä on poro?' };
  const say = (messages: object[]): ReturnType<typeof ask> =>
    ask(api, '/v1/chat/completions', { messages, temperature: 0, max_tokens: 6 });
  const { choices } = (await say([system, first])).json as { choices: { message: { content: string } }[] };
  const answer = { role: 'assistant', content: choices[0]?.message.content };
  await say([system, first, answer, { role: 'user', content: 'Entä hirvi?' }]);
  await expect
    .poll(async () => (await api.app.ask('conversations.list', { limit: 100 })).conversations.length)
    .toBe(before + 1);
  const [newest] = (await api.app.ask('conversations.list', { limit: 1 })).conversations;
  const id = newest?.id ?? '';
  await expect
    .poll(async () => (await api.app.ask('conversations.open', { conversationId: id })).branch.map(({ text }) => text))
    .toEqual([first.content, answer.content, 'Entä hirvi?', expect.any(String)]);
  expect((await api.app.ask('conversations.open', { conversationId: id })).conversation.systemPrompt).toBe(
    system.content,
  );
  await api.app.ask('settings.update', { apiKeepsConversations: false });
});
