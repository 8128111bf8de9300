import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ErrorReport } from '#contract/errors';
import type { PerplexityResult } from '#contract/perplexities';
import { startApi, type OpenApi } from '../../../builders/api.ts';
import { HONEST_PLACES, playVllm, type PlayPlaces } from '../../../builders/played-vllm.ts';
import { addRemote, say, serving, talkTo } from '../../../builders/remote-app.ts';
import type { RemoteServer } from '../../../builders/remote-server.ts';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { jobResult, scoringResult } from '../../../builders/scoring-job.ts';

/** This app asks its own API, so that the model elsewhere is the model here. */
let api: OpenApi;
const TEXT = {
  kind: 'text',
  systemPrompt: '',
  prompt: 'Kuka olet?',
  answer: 'Olen Sarven opas 🦌 <|im_end|>.',
} as const;

beforeAll(async () => {
  api = await startApi();
});

afterAll(() => api.close());

interface Elsewhere {
  readonly modelId: string;
  readonly remoteHosts: readonly string[];
}

async function addSelf(): Promise<Elsewhere> {
  const { models, host } = await addRemote(api.app, `127.0.0.1:${api.port}`, { key: api.key });
  return { modelId: models[0]?.id ?? '', remoteHosts: [host] };
}

async function addVllm(server: RemoteServer): Promise<Elsewhere> {
  const { models, host } = await addRemote(api.app, server.url);
  return { modelId: models[0]?.id ?? '', remoteHosts: [host] };
}

test('a model elsewhere tells of each token what the same model tells here', async () => {
  const elsewhere = await addSelf();
  const here = await scoringResult(api.app, { modelId: api.modelId, source: TEXT });
  const there = await scoringResult(api.app, { ...elsewhere, source: TEXT });
  expect(there).toMatchObject({ backend: 'Sarvi', promptTokens: here.promptTokens, withEnd: true, isRounded: false });
  expect(there.tokens.map(({ id, text, rank }) => [id, text, rank])).toEqual(
    here.tokens.map(({ id, text, rank }) => [id, text, rank]),
  );
  for (const [place, token] of here.tokens.entries()) {
    expect(there.tokens[place]?.logprob).toBeCloseTo(token.logprob, 4);
    expect(there.tokens[place]?.likeliest.slice(0, 2).map(({ id, text }) => [id, text])).toEqual(
      token.likeliest.slice(0, 2).map(({ id, text }) => [id, text]),
    );
  }
  expect(there.tokens.every(({ entropy }) => entropy === null)).toBe(true);
});

test('two sides, one here and one elsewhere, in either order, are of the same tokens', async () => {
  const elsewhere = await addSelf();
  const { remoteHosts } = elsewhere;
  for (const [modelId, otherId] of [
    [api.modelId, elsewhere.modelId],
    [elsewhere.modelId, api.modelId],
    [elsewhere.modelId, elsewhere.modelId],
  ]) {
    const { tokens } = await scoringResult(api.app, { modelId, otherId, remoteHosts, source: TEXT });
    expect(tokens.length).toBeGreaterThan(5);
    for (const { logprob, other, kl } of tokens) {
      expect(other?.logprob).toBeCloseTo(logprob, 4);
      expect(kl).toBeUndefined();
    }
  }
});

test('perplexity of a model elsewhere is that of the model here', async () => {
  const elsewhere = await addSelf();
  const input = { source: { kind: 'own', language: 'fi' }, contextTokens: 64, mostChunks: 3 };
  const here = await jobResult<PerplexityResult>(api.app, 'perplexity', { ...input, modelId: api.modelId });
  const there = await jobResult<PerplexityResult>(api.app, 'perplexity', { ...input, ...elsewhere });
  expect(there).toMatchObject({
    ...{ backend: 'Sarvi', chunks: 3, countedTokens: here.countedTokens, text: here.text, against: null },
  });
  // The cache is of 16 bits here, and of 32 where a prompt is scored.
  expect(there.perplexity.value / here.perplexity.value).toBeCloseTo(1, 1);
  // It is not kept: what stands behind an address may change.
  const kept = await api.app.ask('perplexity.list', {});
  expect(kept.map(({ modelId }) => modelId)).toEqual([api.modelId]);
});

test('what needs all probabilities is refused by name', async () => {
  const elsewhere = await addSelf();
  const input = { source: { kind: 'own', language: 'fi' }, contextTokens: 64, mostChunks: 2 };
  const refusal = { code: 'remote-cannot-score' };
  const { app, modelId } = api;
  for (const more of [
    { ...elsewhere, againstId: modelId },
    { ...elsewhere, modelId, againstId: elsewhere.modelId },
    { ...elsewhere, baseFile: { mode: 'write', path: '/tmp/never-written.kld' } },
  ]) {
    await expect(jobResult(app, 'perplexity', { ...input, ...more })).rejects.toMatchObject(refusal);
  }
});

test('nothing is sent before the user lets the host read the text, and a conversation keeps its mark', async () => {
  const { app, modelId } = api;
  const server = await playVllm(app, modelId);
  const { modelId: far, remoteHosts } = await addVllm(server);
  const before = server.asked.length;
  const refusal = { code: 'remote-not-allowed', details: { host: server.host } };
  const perplexity = { source: { kind: 'own', language: 'fi' }, modelId: far };
  await expect(scoringResult(app, { modelId: far, source: TEXT })).rejects.toMatchObject(refusal);
  await expect(scoringResult(app, { modelId, otherId: far, source: TEXT })).rejects.toMatchObject(refusal);
  await expect(jobResult(app, 'perplexity', perplexity)).rejects.toMatchObject(refusal);
  const { id: conversationId } = await app.ask('conversations.create', { modelId });
  await app.ask('conversations.update', { conversationId, sampling: { maxTokens: 4, temperature: 0 } });
  const { id: messageId } = await say(app, conversationId, 'Kuka olet?');
  const source = { kind: 'message', conversationId, messageId };
  await expect(scoringResult(app, { modelId: far, source })).rejects.toMatchObject(refusal);
  expect(server.asked.length).toBe(before);
  const { tokens, withEnd } = await scoringResult(app, { modelId: far, source, remoteHosts });
  expect([tokens.length, withEnd]).toEqual([4, false]);
  const { conversation } = await app.ask('conversations.open', { conversationId });
  expect(conversation.remoteHosts).toEqual([server.host]);
  // It is allowed now.
  await scoringResult(app, { modelId: far, source });
});

test('a vLLM is asked for the probabilities of the very tokens, and writes one more', async () => {
  const server = await playVllm(api.app, api.modelId);
  const elsewhere = await addVllm(server);
  const { tokens, promptTokens } = await scoringResult(api.app, { ...elsewhere, source: TEXT });
  const [{ body } = expect.unreachable('a request')] = server.at('/v1/completions');
  expect(body).toMatchObject({ model: 'guide', max_tokens: 1, stream: false, prompt_logprobs: 8 });
  const prompt = body['prompt'] as number[];
  expect(prompt.slice(promptTokens)).toEqual(tokens.map(({ id }) => id));
  expect(tokens[0]).toMatchObject({ logprob: -(promptTokens % 7) - 2, rank: 9 });
  expect(tokens[0]?.likeliest[0]).toMatchObject({ id: 260, logprob: -1 });
});

test('the command line takes NAME@HOST, in place of a word of the user', async () => {
  const server = await playVllm(api.app, api.modelId);
  await addVllm(server);
  const texts = ['--prompt', TEXT.prompt, '--answer', TEXT.answer, '--json', '--data-dir', api.dataFolder];
  const model = `guide@${server.host}`;
  const one = await runSarvi(['score', '--model', model, ...texts]);
  expect(one).toMatchObject({
    status: 0,
    lines: expect.arrayContaining([expect.objectContaining({ type: 'result' })]) as unknown,
  });
  expect(server.at('/v1/completions')).toHaveLength(1);
  const unknown = await runSarvi(['score', '--model', 'guide@gpu.example.fi', ...texts]);
  expect(unknown.status).not.toBe(0);
  const text = ['--text', 'fi', '--context', '64', '--chunks', '2', '--json', '--data-dir', api.dataFolder];
  expect((await runSarvi(['perplexity', '--model', model, ...text])).status).toBe(0);
  expect(server.at('/v1/completions')).toHaveLength(3);
});

test('a text that is longer than the window of the server is not sent', async () => {
  const server = await playVllm(api.app, api.modelId, { window: 64 });
  const elsewhere = await addVllm(server);
  const source = { ...TEXT, answer: 'sana '.repeat(100) };
  await expect(scoringResult(api.app, { ...elsewhere, source })).rejects.toMatchObject({ code: 'prompt-too-long' });
  expect(server.at('/v1/completions')).toEqual([]);
});

test('servers without the function are named', async () => {
  const server = await serving('llama-server');
  const elsewhere = await addVllm(server);
  const failure = await scoringResult(api.app, { ...elsewhere, source: TEXT }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'remote-cannot-score', details: { host: server.host } });
  expect((failure as ErrorReport).details['reason']).toContain('llama-server');
  const other = await serving('vllm');
  const refused = await scoringResult(api.app, { ...(await addVllm(other)), source: TEXT }).catch(
    (error: unknown) => error,
  );
  expect(refused).toMatchObject({ code: 'remote-cannot-score' });
});

const at = (change: (place: Record<string, unknown>, token: number) => unknown): PlayPlaces => {
  return (tokens, listed) =>
    (HONEST_PLACES(tokens, listed) as Record<string, unknown>[]).map((place, index) =>
      index === tokens.length - 1 ? change(place, tokens[index] ?? 0) : place,
    );
};
const own = (fields: object): PlayPlaces =>
  at((place, token) => ({ ...place, [token]: { logprob: -1, rank: 1, ...fields } }));

const LIES: Record<string, PlayPlaces> = {
  'no list': () => undefined,
  'an object in its place': () => ({ length: 3 }),
  'an empty list': () => [],
  'one place less': (tokens, listed) => (HONEST_PLACES(tokens, listed) as unknown[]).slice(1),
  'one place more': (tokens, listed) => [...(HONEST_PLACES(tokens, listed) as unknown[]), null],
  'nothing of a token': at(() => null),
  'a list of a token': at(() => [1, 2]),
  'our token missing': at((place, token) =>
    Object.fromEntries(Object.entries(place).filter(([id]) => id !== String(token))),
  ),
  'a text for a number': own({ logprob: '-1' }),
  'a null for a number': own({ logprob: null }),
  'no rank': own({ rank: undefined }),
  'rank zero': own({ rank: 0 }),
  'a rank of a half': own({ rank: 1.5 }),
  'a positive logarithm': own({ logprob: 0.5 }),
  'more than all probability': at((place) => ({
    ...place,
    300: { logprob: 0, rank: 1 },
    301: { logprob: 0, rank: 2 },
  })),
  'a name for an id': at((place) => ({ ...place, token: { logprob: -3, rank: 4 } })),
  'a negative id': at((place) => ({ ...place, '-1': { logprob: -9, rank: 4 } })),
  'an id that no model has': at((place) => ({ ...place, 4000000000: { logprob: -0.5, rank: 1 } })),
  'not a number': (tokens, listed) => `{"choices":[{"prompt_logprobs":${places(tokens, listed, 'NaN')}}]}`,
  'no end of a number': (tokens, listed) => `{"choices":[{"prompt_logprobs":${places(tokens, listed, '-1e999')}}]}`,
  'a page': () => '<!doctype html><p>Hei</p>',
  'half of it': (tokens, listed) => JSON.stringify(HONEST_PLACES(tokens, listed)).slice(0, 200),
  'a huge list': () => `{"choices":[{"prompt_logprobs":[${'{},'.repeat(10_000_000)}null]}]}`,
};

function places(tokens: readonly number[], listed: number, number: string): string {
  const last = JSON.stringify({ [String(tokens.at(-1))]: { logprob: 7, rank: 1 } }).replace('7,', `${number},`);
  return `[${(HONEST_PLACES(tokens, listed) as unknown[])
    .slice(0, -1)
    .map((place) => JSON.stringify(place))
    .join(',')},${last}]`;
}

test('probabilities that cannot be are refused, and nothing of them is shown', async () => {
  let lie: PlayPlaces = HONEST_PLACES;
  const server = await playVllm(api.app, api.modelId, { places: (tokens, listed) => lie(tokens, listed) });
  const elsewhere = await addVllm(server);
  for (const [name, played] of Object.entries(LIES)) {
    lie = played;
    const found = await scoringResult(api.app, { ...elsewhere, source: TEXT }).catch((error: unknown) => error);
    expect({ name, code: (found as ErrorReport).code }).toEqual({ name, code: 'remote-unexpected' });
  }
  lie = HONEST_PLACES;
  expect((await scoringResult(api.app, { ...elsewhere, source: TEXT })).tokens).not.toHaveLength(0);
});

test('a cancelled text is not waited for', async () => {
  const server = await playVllm(api.app, api.modelId, { places: () => new Promise(() => undefined) });
  const { app } = api;
  const elsewhere = await addVllm(server);
  const job = await app.ask('scoring.start', { ...elsewhere, remoteHosts: [...elsewhere.remoteHosts], source: TEXT });
  await expect.poll(() => server.at('/v1/completions').length).toBe(1);
  const ended = new Promise((resolve) => {
    app.listen((name, payload) => name === 'scoring.changed' && resolve((payload as { state: string }).state));
  });
  await app.ask('scoring.cancel', { jobId: job.id });
  expect(await ended).toBe('cancelled');
});

test('a message of a conversation elsewhere is scored as its server saw it', async () => {
  const server = await playVllm(api.app, api.modelId);
  const { modelId } = await addVllm(server);
  const engine = (await api.app.ask('remotes.list', {})).engines.find(({ host }) => host === server.host);
  const conversationId = await talkTo(api.app, engine ?? expect.unreachable('it is listed'));
  const { id: messageId } = await say(api.app, conversationId, 'Kuka olet?');
  const sent = server.at('/v1/completions').at(-1)?.body['prompt'] as number[];
  const { promptTokens } = await scoringResult(api.app, {
    modelId,
    source: { kind: 'message', conversationId, messageId },
  });
  expect(promptTokens).toBe(sent.length);
});
