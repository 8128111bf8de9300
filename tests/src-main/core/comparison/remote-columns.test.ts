import { expect, test } from 'vitest';
import type { Comparison, ComparisonRun } from '#contract/comparisons';
import type { App } from '../../../../src-main/core/app.ts';
import { addRemote, openEmptyApp, serving } from '../../../builders/remote-app.ts';
import { sendJson, streamWords, WORDS } from '../../../builders/remote-server.ts';

const COLUMN = { adapters: [], presetName: null, sampling: {}, systemPrompt: '', templateModelId: null };

async function runToEnd(app: App, { id: comparisonId }: Comparison): Promise<ComparisonRun> {
  const ended = new Promise<ComparisonRun>((resolve) => {
    app.listen((name, payload) => {
      const run = payload as ComparisonRun;
      if (name === 'comparison.run' && run.state !== 'running') resolve(run);
    });
  });
  await app.ask('comparisons.run', { comparisonId });
  return ended;
}

const PROMPTS = ['Yksi?', 'Kaksi?'].map((text, index) => ({
  ...{ cluster: `${index}`, language: 'fi' as const, category: null, turns: [text], systemPrompt: null },
}));

test('a set of prompts is answered by two servers at once, after the user has let both read it', async () => {
  const [first, second] = [await serving('vllm'), await serving('ollama')];
  const app = await openEmptyApp();
  const engines = [await addRemote(app, first.url), await addRemote(app, second.url, { name: 'Toinen' })];
  const columns = engines.map(({ models }) => ({ ...COLUMN, modelId: models[0]?.id ?? '' }));
  const input = { kind: 'set' as const, columns, prompts: PROMPTS };
  await expect(app.ask('comparisons.create', { ...input, remoteHosts: [first.host] })).rejects.toMatchObject({
    code: 'remote-not-allowed',
    details: { host: second.host },
  });
  const comparison = await app.ask('comparisons.create', { ...input, remoteHosts: [first.host, second.host] });
  expect(await runToEnd(app, comparison)).toMatchObject({ state: 'finished', mode: 'together', done: 4 });
  const { rows } = await app.ask('comparisons.open', { comparisonId: comparison.id });
  expect(rows.flatMap(({ cells }) => cells.map(({ state }) => state))).toEqual(Array(4).fill('complete'));
  expect(first.at('/v1/chat/completions').length).toBe(2);
  expect(second.at('/v1/chat/completions').length).toBe(2);
});

test('a server that refuses the key leaves out its column, and the other one goes on', async () => {
  let isOpen = true;
  const server = await serving('vllm');
  const closed = await serving('vllm', (asked, response) =>
    isOpen ? streamWords(asked, response, WORDS) : sendJson(response, { error: 'no' }, 401),
  );
  const app = await openEmptyApp();
  const engines = [await addRemote(app, server.url), await addRemote(app, closed.url, { name: 'Toinen' })];
  isOpen = false;
  const comparison = await app.ask('comparisons.create', {
    kind: 'set',
    columns: engines.map(({ models }) => ({ ...COLUMN, modelId: models[0]?.id ?? '' })),
    prompts: PROMPTS,
    remoteHosts: [server.host, closed.host],
  });
  const run = await runToEnd(app, comparison);
  expect(run.columns.map(({ done, error }) => [done, error?.code ?? null])).toEqual([
    [2, null],
    [0, 'remote-key-refused'],
  ]);
  expect(closed.at('/v1/chat/completions').length).toBe(1);
});

test('a comparison does not go on at another server when the address of its engine changes', async () => {
  const [server, other] = [await serving('vllm'), await serving('vllm')];
  const app = await openEmptyApp();
  const engine = await addRemote(app, server.url);
  const column = { ...COLUMN, modelId: engine.models[0]?.id ?? '' };
  const comparison = await app.ask('comparisons.create', {
    ...{ kind: 'set', columns: [column, column], prompts: PROMPTS },
    remoteHosts: [server.host],
  });
  // Another name is not another server.
  const renamed = await addRemote(app, server.url, { remoteId: engine.id, name: 'Toinen' });
  expect(renamed.models).toEqual(engine.models);
  await addRemote(app, other.url, { remoteId: engine.id });
  expect((await runToEnd(app, comparison)).columns.map(({ error }) => error?.code)).toEqual([
    'remote-unknown',
    'remote-unknown',
  ]);
  expect(other.at('/v1/chat/completions')).toEqual([]);
  await app.ask('remotes.remove', { remoteId: engine.id });
  await addRemote(app, other.url);
  expect((await runToEnd(app, comparison)).done).toBe(0);
  expect(other.at('/v1/chat/completions')).toEqual([]);
});

test('columns of a chat are asked at a server, too', async () => {
  const server = await serving('vllm');
  const app = await openEmptyApp();
  const { models } = await addRemote(app, server.url);
  const column = { ...COLUMN, modelId: models[0]?.id ?? '' };
  const { id: comparisonId } = await app.ask('comparisons.create', {
    ...{ kind: 'chat', columns: [column, { ...column, sampling: { temperature: 0 } }] },
    remoteHosts: [server.host],
  });
  const { rows } = await app.ask('comparisons.open', { comparisonId });
  const questions = [{ rowId: rows[0]?.id ?? '', text: 'Hei' }];
  await app.ask('comparisons.ask', { comparisonId, questions });
  await expect
    .poll(async () => {
      const opened = await app.ask('comparisons.open', { comparisonId });
      return opened.rows[0]?.cells.map(({ state }) => state);
    })
    .toEqual(['complete', 'complete']);
});
