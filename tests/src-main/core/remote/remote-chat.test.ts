import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { REMOTE_KINDS, type RemoteKind } from '#contract/remotes';
import type { App } from '../../../../src-main/core/app.ts';
import { addRemote, nextEnd, nextEvent, openEmptyApp, say, serving, talkTo } from '../../../builders/remote-app.ts';
import { beginStream, chunk, sendEvent, streamWords, USAGE, WORDS } from '../../../builders/remote-server.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

test('a conversation is answered by a server of every kind', async () => {
  const app = await openEmptyApp();
  for (const kind of REMOTE_KINDS) await answeredBy(app, kind);
});

async function answeredBy(app: App, kind: RemoteKind): Promise<void> {
  const server = await serving(kind);
  const engine = await addRemote(app, server.url);
  const conversationId = await talkTo(app, engine);
  await app.ask('conversations.update', {
    conversationId,
    systemPrompt: 'Ole lyhyt.',
    sampling: { temperature: 0.3, topP: 0.9, topK: 40, minP: 0.05, repetitionPenalty: 1.1, seed: 7, stop: ['\n\n'] },
  });
  const answer = await say(app, conversationId, 'Kuka olet?');
  expect(answer).toMatchObject({
    text: WORDS.join(''),
    stopReason: 'end-of-generation',
    error: null,
    generation: {
      modelName: 'poro',
      seed: 7,
      freshTokens: 4,
      cachedTokens: 16,
      generatedTokens: 5,
      remote: { host: server.host, kind, sent: 'messages' },
    },
  });
  const [asked] = server.at('/v1/chat/completions');
  expect(asked?.body).toMatchObject({
    model: 'poro',
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      { role: 'system', content: 'Ole lyhyt.' },
      { role: 'user', content: 'Kuka olet?' },
    ],
    temperature: 0.3,
    top_p: 0.9,
    seed: 7,
    max_tokens: 500,
    presence_penalty: 0,
    frequency_penalty: 0,
    stop: ['\n\n'],
    ...(kind === 'tgi' ? {} : { top_k: 40, min_p: 0.05 }),
  });
  const open = await app.ask('conversations.open', { conversationId });
  expect(open.conversation).toMatchObject({ modelName: 'poro', remoteHosts: [server.host] });
}

test('nothing of a conversation is sent before the user has allowed it', async () => {
  const server = await serving('vllm');
  const app = await openEmptyApp();
  const engine = await addRemote(app, server.url);
  const modelId = engine.models[0]?.id ?? '';
  const { id: conversationId } = await app.ask('conversations.create', { modelId });
  const before = server.asked.length;
  const send = { conversationId, parentId: null, text: 'Salaisuus' };
  await expect(app.ask('chat.send', send)).rejects.toMatchObject({
    code: 'remote-not-allowed',
    details: { name: 'poro', host: server.host },
  });
  expect(server.asked.length).toBe(before);
  expect((await app.ask('conversations.open', { conversationId })).branch).toEqual([]);
  await app.ask('remotes.allow', { conversationId, modelId });
  const ended = nextEnd(app);
  await app.ask('chat.send', send);
  expect((await ended).text).toBe(WORDS.join(''));
});

test('a mark stays when the engine is removed, and its model is then refused by name', async () => {
  const server = await serving('other');
  const app = await openEmptyApp();
  const engine = await addRemote(app, server.url);
  const conversationId = await talkTo(app, engine);
  await say(app, conversationId, 'Hei');
  await app.ask('remotes.remove', { remoteId: engine.id });
  expect((await app.ask('remotes.list', {})).engines).toEqual([]);
  expect((await app.ask('conversations.open', { conversationId })).conversation.remoteHosts).toEqual([server.host]);
  await expect(
    app.ask('chat.send', { conversationId, parentId: null, text: 'Hei', atEnd: true }),
  ).rejects.toMatchObject({ code: 'remote-unknown' });
});

test('thinking that a server sends apart is kept apart, under either name', async () => {
  const server = await serving('vllm', (_asked, response) => {
    beginStream(response);
    sendEvent(response, chunk({ role: 'assistant', content: null, reasoning_content: 'Mietin' }));
    sendEvent(response, chunk({ reasoning: ' vielä.' }));
    sendEvent(response, chunk({ content: 'Valmis.' }));
    sendEvent(response, chunk({}, 'stop', { usage: USAGE }));
    response.end();
  });
  const app = await openEmptyApp();
  const conversationId = await talkTo(app, await addRemote(app, server.url));
  expect(await say(app, conversationId, 'Hei')).toMatchObject({
    text: 'Valmis.',
    asides: [{ kind: 'thinking', text: 'Mietin vielä.' }],
  });
});

test('a stop keeps the text so far, and hangs up', async () => {
  const server = await serving('vllm', (_asked, response) => {
    beginStream(response);
    sendEvent(response, chunk({ content: 'Alku' }));
  });
  const app = await openEmptyApp();
  const conversationId = await talkTo(app, await addRemote(app, server.url));
  const [begun, ended] = [nextEvent(app, 'text'), nextEnd(app)];
  const { generationId } = await app.ask('chat.send', { conversationId, parentId: null, text: 'Hei' });
  await begun;
  await app.ask('chat.stop', { generationId });
  expect(await ended).toMatchObject({ text: 'Alku', stopReason: 'stopped', error: null });
  await expect.poll(() => server.dropped).toBe(1);
});

test.each([
  ['vllm', { continue_final_message: true, add_generation_prompt: false }],
  ['llama-server', {}],
] as const)('an answer is continued by %s, without the space that it has already', async (kind, body) => {
  const server = await serving(kind, (asked, response) => {
    const messages = asked.body['messages'] as { role: string }[];
    if (messages.at(-1)?.role === 'assistant') return streamWords(asked, response, [' ', 'loppu']);
    beginStream(response);
    sendEvent(response, chunk({ content: 'Alku ' }));
    sendEvent(response, chunk({}, 'length', { usage: USAGE }));
    sendEvent(response, '[DONE]');
    response.end();
  });
  const app = await openEmptyApp();
  const conversationId = await talkTo(app, await addRemote(app, server.url));
  await app.ask('conversations.update', { conversationId, sampling: { maxTokens: 5 } });
  const answer = await say(app, conversationId, 'Hei');
  expect(answer).toMatchObject({ text: 'Alku ', stopReason: 'max-tokens' });
  const ended = nextEnd(app);
  await app.ask('chat.continue', { conversationId, messageId: answer.id });
  expect(await ended).toMatchObject({ text: 'Alku loppu', generation: { continuations: 1 } });
  expect(server.at('/v1/chat/completions')[1]?.body).toMatchObject({
    ...body,
    messages: [
      { role: 'user', content: 'Hei' },
      { role: 'assistant', content: 'Alku' },
    ],
  });
});

test('a server that cannot continue is said to, and the answer stays as it is', async () => {
  const server = await serving('ollama', (_asked, response) => {
    beginStream(response);
    sendEvent(response, chunk({ content: 'Alku' }, 'length'));
    response.end();
  });
  const app = await openEmptyApp();
  const conversationId = await talkTo(app, await addRemote(app, server.url));
  const answer = await say(app, conversationId, 'Hei');
  await expect(app.ask('chat.continue', { conversationId, messageId: answer.id })).rejects.toMatchObject({
    code: 'answer-not-continuable',
  });
  const { branch } = await app.ask('conversations.open', { conversationId });
  expect(branch.at(-1)).toMatchObject({ text: 'Alku', stopReason: answer.stopReason, error: null });
});

test('a key is sent to its own origin only, and is in no file', async () => {
  const [server, other] = [await serving('vllm', undefined, { key: 'sk-secret-1' }), await serving('vllm')];
  const dataFolder = await temporaryFolder();
  const app = await openEmptyApp(dataFolder);
  const engine = await addRemote(app, server.url, { key: 'sk-secret-1' });
  expect(engine).toMatchObject({
    key: 'session',
    keyVariable: expect.stringMatching(/^SARVI_KEY_LAB_[0-9A-F]{12}$/) as unknown,
  });
  const conversationId = await talkTo(app, engine);
  expect((await say(app, conversationId, 'Hei')).error).toBeNull();
  // Without a change of the address the key stays; with one it is not sent.
  await addRemote(app, server.url, { remoteId: engine.id, name: 'Toinen' });
  expect(await addRemote(app, other.url, { remoteId: engine.id })).toMatchObject({ key: 'none' });
  expect(other.asked.some(({ headers }) => 'authorization' in headers)).toBe(false);
  for (const name of await readdir(dataFolder, { recursive: true })) {
    const text = await readFile(join(dataFolder, name), 'latin1').catch(() => '');
    expect(text).not.toContain('sk-secret-1');
  }
  expect(JSON.stringify(await app.ask('remotes.list', {}))).not.toContain('sk-secret-1');
});

test('a key in an environment variable does not follow a changed address', async () => {
  const [server, other] = [await serving('vllm'), await serving('vllm')];
  const app = await openEmptyApp();
  const { id: remoteId, keyVariable } = await addRemote(app, server.url);
  vi.stubEnv(keyVariable, 'sk-environment');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await addRemote(app, server.url, { remoteId })).toMatchObject({ key: 'environment', keyVariable });
  expect(server.asked.at(-1)?.headers).toMatchObject({ authorization: 'Bearer sk-environment' });
  const moved = await addRemote(app, other.url, { remoteId });
  expect(moved).toMatchObject({ key: 'none', keyVariable: expect.not.stringContaining(keyVariable) as unknown });
  expect(other.asked.some(({ headers }) => 'authorization' in headers)).toBe(false);
});

test('the probabilities of written tokens are asked for where the server tells them, and recorded', async () => {
  const app = await openEmptyApp();
  const entry = (token: string, logprob: number): object => ({ token, logprob, bytes: null });
  for (const kind of ['vllm', 'llama-server', 'ollama'] as const) {
    const server = await serving(kind, (_asked, response) => {
      beginStream(response);
      const top = [entry('Hei', -0.25), entry('Moi', -2)];
      const content = [
        { ...entry('He', -0.5), top_logprobs: top },
        { ...entry('i', 0), top_logprobs: [] },
      ];
      const choices = [
        { index: 0, delta: { content: 'Hei' }, logprobs: { content, refusal: null }, finish_reason: null },
      ];
      sendEvent(response, { ...chunk({}), choices });
      sendEvent(response, chunk({ content: '!' }));
      sendEvent(response, chunk({}, 'stop'));
      sendEvent(response, '[DONE]');
      response.end();
    });
    const conversationId = await talkTo(app, await addRemote(app, server.url, { name: kind }));
    await app.ask('conversations.update', { conversationId, sampling: { alternatives: 1 } });
    const { text, generation } = await say(app, conversationId, 'Hei');
    const asked = server.at('/v1/chat/completions').at(-1)?.body;
    expect(text).toBe('Hei!');
    if (kind === 'ollama') {
      expect(asked).not.toHaveProperty('logprobs');
      expect(generation).not.toHaveProperty('choices');
      continue;
    }
    expect(asked).toMatchObject({ logprobs: true, top_logprobs: 1 });
    expect(generation?.choices).toEqual([
      { text: 'He', probability: Math.exp(-0.5), alternatives: [{ text: 'Hei', probability: Math.exp(-0.25) }] },
      { text: 'i', probability: 1, alternatives: [] },
    ]);
  }
});

test('deleting everything removes the keys', async () => {
  const server = await serving('vllm');
  const app = await openEmptyApp();
  await addRemote(app, server.url, { key: 'sk-secret-2' });
  await app.ask('privacy.deleteAll', { models: false });
  expect((await app.ask('remotes.list', {})).engines).toMatchObject([{ key: 'none' }]);
});

test('an address that is not encrypted is tried only after a warning', async () => {
  const server = await serving('vllm');
  const app = await openEmptyApp();
  // This computer, but not by a name that cannot be anything else.
  const input = { address: server.url.replace('127.0.0.1', '0.0.0.0'), caPath: null, usesProxy: false };
  await expect(app.ask('remotes.test', input)).rejects.toMatchObject({ code: 'remote-plain' });
  expect(server.asked).toEqual([]);
  if (process.platform === 'win32') return;
  expect(await app.ask('remotes.test', { ...input, allowsPlain: true })).toMatchObject({ kind: 'vllm' });
});

test('the settings call cannot add an engine', async () => {
  const app = await openEmptyApp();
  expect(await app.call('settings.update', { remoteEngines: {} })).toMatchObject({
    ok: false,
    error: { code: 'invalid-input' },
  });
});

test('an address that was broken by hand in the settings hides that engine alone, and is kept', async () => {
  const dataFolder = await temporaryFolder();
  const server = await serving('vllm');
  const app = await openEmptyApp(dataFolder);
  const engine = await addRemote(app, server.url);
  const path = join(dataFolder, 'config.json');
  const settings = JSON.parse(await readFile(path, 'utf8')) as { remoteEngines: Record<string, { address: string }> };
  const [kept] = Object.values(settings.remoteEngines);
  const remoteEngines = { broken: { ...kept, address: 'http://[' }, ...settings.remoteEngines };
  await writeFile(path, JSON.stringify({ ...settings, remoteEngines }));
  const known = async () => Object.keys((await app.ask('settings.get', {})).remoteEngines);
  await expect.poll(known).toContain('broken');
  const { engines } = await app.ask('remotes.list', {});
  expect(engines.map(({ id }) => id)).toEqual([engine.id]);
  expect((await say(app, await talkTo(app, engine), 'Kuka olet?')).error).toBeNull();
  expect(await readFile(path, 'utf8')).toContain('http://[');
});
