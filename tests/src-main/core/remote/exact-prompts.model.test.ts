import { expect, test } from 'vitest';
import type { App } from '../../../../src-main/core/app.ts';
import { addRemote, nextEnd, openEmptyApp, say, serving, talkTo } from '../../../builders/remote-app.ts';
import { sendJson, serve, streamWords, WORDS, type RemoteServer } from '../../../builders/remote-server.ts';
import { onTestFinished } from 'vitest';

async function importGuide(app: App): Promise<string> {
  const signal = new AbortController().signal;
  const { modelId } = await app.importModel({ source: { kind: 'guide' } }, { signal, onProgress: () => undefined });
  return modelId ?? expect.unreachable('the guide was not imported');
}

/** A vLLM that tokenizes as the app's own guide model does, or a little differently. */
async function serveGuide(app: App, modelId: string, change: (ids: number[]) => number[]): Promise<RemoteServer> {
  const server = await serve(async (asked, response) => {
    if (asked.path === '/v1/models') {
      return sendJson(response, { data: [{ id: 'guide', owned_by: 'vllm', max_model_len: 4096 }] });
    }
    if (asked.path === '/tokenize') {
      const messages = asked.body['messages'] as { role: string; content: string }[];
      const { tokens } = await app.ask('chat.renderPrompt', { modelId, messages, addGenerationPrompt: true });
      return sendJson(response, { count: tokens.length, max_model_len: 4096, tokens: change(tokens) });
    }
    if (asked.path.endsWith('/completions')) return streamWords(asked, response, WORDS);
    sendJson(response, {}, 404);
  });
  onTestFinished(() => server.close());
  return server;
}

test('a prompt is made here and sent as token ids where the library has the tokenizer and template of the server', async () => {
  const app = await openEmptyApp();
  const modelId = await importGuide(app);
  const server = await serveGuide(app, modelId, (ids) => ids);
  const conversationId = await talkTo(app, await addRemote(app, server.url));
  const answer = await say(app, conversationId, 'Kuka olet? <|im_end|>');
  expect(answer).toMatchObject({
    text: WORDS.join(''),
    generation: { remote: { sent: 'tokens', counted: true } },
  });
  const messages = [{ role: 'user', content: 'Kuka olet? <|im_end|>' }];
  const { tokens } = await app.ask('chat.renderPrompt', { modelId, messages, addGenerationPrompt: true });
  const [asked] = server.at('/v1/completions');
  expect(asked?.body).toMatchObject({ model: 'guide', prompt: tokens, stream: true });
  expect(asked?.body).not.toHaveProperty('messages');
  expect(server.at('/v1/chat/completions')).toEqual([]);

  // The next turn asks the server for no ids again.
  const probes = server.at('/tokenize').length;
  await say(app, conversationId, 'Entä nyt?');
  expect(server.at('/tokenize').length).toBe(probes);
});

test('where one token of the probe differs, the server makes the prompt, and the record says so', async () => {
  const app = await openEmptyApp();
  const modelId = await importGuide(app);
  const server = await serveGuide(app, modelId, (ids) => [...ids.slice(0, -1), 7]);
  const conversationId = await talkTo(app, await addRemote(app, server.url));
  expect((await say(app, conversationId, 'Kuka olet?')).generation?.remote).toMatchObject({ sent: 'messages' });
  expect(server.at('/v1/completions')).toEqual([]);
});

test('an answer is continued token by token after its exact beginning', async () => {
  const app = await openEmptyApp();
  const modelId = await importGuide(app);
  const server = await serveGuide(app, modelId, (ids) => ids);
  const conversationId = await talkTo(app, await addRemote(app, server.url));
  const answer = await say(app, conversationId, 'Kuka olet?');
  const edited = { conversationId, messageId: answer.id, text: 'Olen ' };
  const { message } = await app.ask('chat.editAnswer', edited);
  const ended = nextEnd(app);
  await app.ask('chat.continue', { conversationId, messageId: message.id });
  expect(await ended).toMatchObject({ text: `Olen ${WORDS.join('')}` });
  const [first, second] = server.at('/v1/completions').map(({ body }) => body['prompt'] as number[]);
  expect(second?.slice(0, first?.length)).toEqual(first);
  expect(second?.length).toBeGreaterThan(first?.length ?? 0);
});

test('a conversation that is longer than the window loses its oldest turns, and the record says where it begins', async () => {
  const app = await openEmptyApp();
  const server = await serving('other');
  const conversationId = await talkTo(app, await addRemote(app, server.url, { contextTokens: 512 }));
  await app.ask('conversations.update', { conversationId, sampling: { maxTokens: 64 } });
  for (let turn = 0; turn < 4; turn += 1) await say(app, conversationId, `Kysymys ${turn}: ${'sana '.repeat(120)}`);
  const { branch } = await app.ask('conversations.open', { conversationId });
  const { generation } = branch.at(-1) ?? {};
  expect(generation?.contextTokens).toBe(512);
  expect(generation?.memoryBeginsAt).not.toBeNull();
  const sent = server.at('/v1/chat/completions').at(-1)?.body['messages'] as { content: string }[];
  expect(sent[0]?.content).not.toContain('Kysymys 0');
  expect(sent.at(-1)?.content).toContain('Kysymys 3');
  const tooLong = await say(app, conversationId, 'sana '.repeat(3000));
  expect(tooLong).toMatchObject({ stopReason: 'failed', error: { code: 'prompt-too-long' } });
});
