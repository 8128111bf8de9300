import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EngineOptions } from '../../../../src-main/core/engine/engine-options.ts';
import type { EngineUpdate } from '../../../../src-main/core/engine/generation-request.ts';
import { EngineConnection } from '../../../../src-main/core/engine/engine-connection.ts';
import type { EngineModel } from '../../../../src-main/core/engine/engine-model.ts';
import { forkChild } from '../../../../src-main/shells/fork-child.ts';
import { answer, comesTo, GREEDY, openTestEngine, user, type TestEngine } from '../../../builders/engine.ts';
import { writeEngineDouble } from '../../../builders/engine-double.ts';
import { writeShapedGguf } from '../../../builders/shaped-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

type Ask = (model: EngineModel, signal?: AbortSignal) => Promise<EngineUpdate['kind'][]>;

interface Setting extends TestEngine {
  readonly models: { readonly a: EngineModel; readonly b: EngineModel; readonly c: EngineModel };
  readonly behave: Awaited<ReturnType<typeof writeEngineDouble>>['behave'];
  /** Other models, by their names. */
  readonly more: (...ids: string[]) => Promise<EngineModel[]>;
  /** Answers what came, when it is over. */
  readonly ask: Ask;
}

async function setUp(options: EngineOptions = {}): Promise<Setting> {
  const folder = await temporaryFolder();
  const square = { width: 32, feedForwardWidth: 32, heads: 1, keyValueHeads: 1, vocabulary: 300 };
  const make = async (id: string): Promise<EngineModel> => {
    const path = join(folder, `${id}.gguf`);
    await writeShapedGguf(path, { ...square, layers: 1, contextTokens: 8192, type: 'F16' });
    return { id, name: id, path };
  };
  const models = { a: await make('a'), b: await make('b'), c: await make('c') };
  const { entry, behave } = await writeEngineDouble(folder);
  const opened = openTestEngine(options, entry);
  const ask: Ask = async (model, signal) => {
    const kinds: EngineUpdate['kind'][] = [];
    const messages = [user('Hei')];
    const request = { model, messages, sampling: GREEDY, ...(signal ? { signal } : {}) };
    for await (const { kind } of opened.engine.generate(request)) kinds.push(kind);
    return kinds;
  };
  const more: Setting['more'] = (...ids) => Promise.all(ids.map(make));
  return { ...opened, models, behave, ask, more };
}

const inMemory = ({ engine: { status } }: TestEngine): (string | null)[] =>
  [status.modelId, ...status.otherModelIds].sort();

test('a stop that comes before the question is sent ends its answer', async () => {
  const { entry, behave } = await writeEngineDouble(await temporaryFolder());
  await behave({ generate: 'endless' });
  const ports = {
    spawn: forkChild,
    entries: {
      engine: entry,
      convert: '',
      convertWorker: '',
      scoring: '',
      tokenizer: '',
      language: '',
      verdict: '',
      document: '',
      history: '',
    },
  };
  const connection = await EngineConnection.open(ports, { backend: 'cpu', signal: new AbortController().signal });
  const request = { kind: 'generate', sequence: 0, tokens: Uint32Array.of(1), sampling: GREEDY } as const;
  const { end } = await connection.ask(request, 'finished', { signal: AbortSignal.abort() });
  connection.kill();
  expect(end.stopReason).toBe('stopped');
});

test('a model that is being answered is busy, and loaded once, though another one waits for its place', async () => {
  const setting = await setUp({ fitsWith: (model) => Promise.resolve(model.id === 'a') });
  const { engine, models, behave, ask, children } = setting;
  await answer(engine, models.a, [user('Hei')]);
  await behave({ generate: 'endless' });
  const stops = [new AbortController(), new AbortController()] as const;
  const first = ask(models.a, stops[0].signal);
  await expect.poll(() => engine.status.state).toBe('generating');
  const waiting = ask(models.b, stops[1].signal);
  await expect.poll(() => [engine.usageOf('a'), engine.usageOf('b')]).toEqual(['busy', 'busy']);
  const again = ask(models.a);
  await behave({});
  for (const stop of stops) stop.abort();
  await Promise.all([first, waiting]);
  expect(await again).not.toContain('loading');
  expect(children).toHaveLength(1);
});

test('an idle model is freed while another one is being answered', async () => {
  const setting = await setUp({ fitsWith: () => Promise.resolve(true) });
  const { engine, models, behave, ask } = setting;
  await ask(models.a);
  await behave({ generate: 'endless' });
  const stop = new AbortController();
  const other = ask(models.b, stop.signal);
  await expect.poll(() => engine.status.state).toBe('generating');
  expect(engine.usageOf('a')).toBe('loaded');
  await engine.unload('a');
  expect(inMemory(setting)).toEqual(['b']);
  stop.abort();
  expect((await other).at(-1)).toBe('finished');
});

test('a model whose place is being taken is not waited for behind the one that takes it', async () => {
  const setting = await setUp();
  const { engine, models, behave, ask } = setting;
  await ask(models.a);
  await behave({ load: 'slow', generate: 'endless' });
  const stop = new AbortController();
  const other = ask(models.b, stop.signal);
  await engine.unload('a');
  await expect.poll(() => engine.status.state).toBe('generating');
  expect(inMemory(setting)).toEqual(['b']);
  stop.abort();
  await other;
});

test('a place that has become free is taken only where the model fits beside the other', async () => {
  const fitsWith: EngineOptions['fitsWith'] = ({ id }, others) =>
    Promise.resolve(id !== 'c' && others.every((other) => other.model.id !== 'c'));
  const setting = await setUp({ fitsWith });
  const { models, ask } = setting;
  await ask(models.a);
  await ask(models.b);
  expect(inMemory(setting)).toEqual(['a', 'b']);
  await ask(models.c);
  expect(inMemory(setting)).toEqual(['c']);
  await ask(models.a);
  expect(inMemory(setting)).toEqual(['a']);
});

test('a model that does not fit beside one that is being answered waits for that one', async () => {
  const fitsWith: EngineOptions['fitsWith'] = ({ id }) => Promise.resolve(id !== 'c');
  const setting = await setUp({ fitsWith });
  const { engine, models, behave, ask } = setting;
  await behave({ generate: 'endless' });
  const stop = new AbortController();
  const first = ask(models.a, stop.signal);
  await expect.poll(() => engine.status.state).toBe('generating');
  await engine.countTokens(models.b, 'Hei');
  expect(inMemory(setting)).toEqual(['a', 'b']);
  const leave = new AbortController();
  const left = ask(models.c, leave.signal);
  const counted = engine.countTokens(models.c, 'Hei');
  await expect.poll(() => inMemory(setting)).toEqual(['a', null]);
  leave.abort();
  expect(await left).toEqual(['finished']);
  expect(inMemory(setting)).toEqual(['a', null]);
  stop.abort();
  await Promise.all([first, counted]);
  expect(inMemory(setting)).toEqual(['c']);
});

test('two that are asked for at once are weighed against each other', async () => {
  const setting = await setUp({ fitsWith: () => Promise.resolve(false) });
  await Promise.all([setting.ask(setting.models.a), setting.ask(setting.models.b)]);
  expect(setting.children).toHaveLength(1);
});

test('a model keeps its windows when only its adapters change', async () => {
  let asked = 0;
  const affordableSequences = (): Promise<number> => Promise.resolve(2 - asked++);
  const { models, ask } = await setUp({ sequences: () => 2, affordableSequences });
  await ask(models.a);
  await ask({ ...models.a, adapters: [{ path: models.b.path, scale: 1 }] });
  expect(asked).toBe(1);
  await ask({ ...models.a, contextTokens: 1024 });
  expect(asked).toBe(2);
});

test('closing while a model is weighed starts no process', async () => {
  const decisions: ((fits: boolean) => void)[] = [];
  const fitsWith = (): Promise<boolean> => new Promise((resolve) => decisions.push(resolve));
  const { engine, models, ask, children } = await setUp({ fitsWith });
  await ask(models.a);
  const asked = ask(models.b).catch((error: unknown) => error);
  await expect.poll(() => decisions.length).toBe(1);
  await engine.dispose();
  decisions[0]?.(true);
  expect(await asked).toMatchObject({ code: 'engine-unavailable' });
  expect(children).toHaveLength(1);
});

test('a model whose load goes on after a stop is in use, and goes when it is freed', async () => {
  const { engine, models, behave, ask } = await setUp();
  await behave({ load: 'slow' });
  const stop = new AbortController();
  const loading = comesTo(engine, 'loading');
  const asked = ask(models.a, stop.signal);
  await loading;
  stop.abort();
  await asked;
  expect(engine.usageOf('a')).toBe('loaded');
  await engine.unload('a');
  expect([engine.usageOf('a'), engine.status.state]).toEqual(['none', 'stopped']);
});

test('freeing a model leaves the one alone that has come in its place', async () => {
  const { engine, models, behave, ask } = await setUp();
  await ask(models.a);
  await behave({ load: 'slow' });
  const asked = ask(models.b);
  const freed = engine.unload('a');
  await Promise.all([asked, freed]);
  expect([engine.usageOf('a'), engine.usageOf('b')]).toEqual(['none', 'loaded']);
});

test('an engine that died does not take the place of a model that came after it', async () => {
  const { engine, models, ask, children } = await setUp({ restartsByItself: true });
  await ask(models.a);
  const stopped = comesTo(engine, 'stopped');
  children[0]?.kill();
  await stopped;
  await ask(models.b);
  // One that dies later is started again; by then the first would have been, too.
  const later = await setUp({ restartsByItself: true });
  await later.ask(later.models.a);
  later.children[0]?.kill();
  await expect.poll(() => later.children.length, { timeout: 10_000 }).toBe(2);
  expect([engine.status.modelId, children.length]).toEqual(['b', 2]);
});

test('four models stay in memory where all of them fit together, and the fifth takes the place of the oldest', async () => {
  const others: number[] = [];
  const setting = await setUp({
    fitsWith: (_model, beside) => {
      others.push(beside.length);
      return Promise.resolve(true);
    },
  });
  const { ask, more } = setting;
  const models = await more('p', 'q', 'r', 's', 't');
  for (const model of models) await ask(model);
  expect(inMemory(setting)).toEqual(['q', 'r', 's', 't']);
  // They were weighed together, and not each against one.
  expect(Math.max(...others)).toBe(3);
});

test('models that fit by twos and not by threes are not in memory by threes', async () => {
  const setting = await setUp({ fitsWith: (_model, beside) => Promise.resolve(beside.length < 2) });
  const { ask, models, engine } = setting;
  expect(await engine.fitTogether([models.a, models.b])).toBe(true);
  expect(await engine.fitTogether([models.a, models.b, models.c])).toBe(false);
  for (const model of [models.a, models.b, models.c]) await ask(model);
  expect(inMemory(setting)).toEqual(['b', 'c']);
});

test('one file with other adapters takes turns with itself, and with the same ones has one place', async () => {
  const { engine, models } = await setUp({ fitsWith: () => Promise.resolve(true) });
  const adapted = { ...models.a, adapters: [{ path: '/x.gguf', scale: 1 }] };
  expect(await engine.fitTogether([models.a, models.a])).toBe(true);
  expect(await engine.fitTogether([models.a, adapted])).toBe(false);
});
