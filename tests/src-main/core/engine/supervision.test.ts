import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import type { EngineOptions } from '../../../../src-main/core/engine/engine-options.ts';
import type { EngineUpdate } from '../../../../src-main/core/engine/generation-request.ts';
import { because, reasonText } from '#contract/reasons';
import type { EngineModel } from '../../../../src-main/core/engine/engine-model.ts';
import { answer, GREEDY, openTestEngine, user, type TestEngine } from '../../../builders/engine.ts';
import { writeEngineDouble } from '../../../builders/engine-double.ts';
import { writeShapedGguf } from '../../../builders/shaped-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

/** For the test of it alone: elsewhere a busy machine would be taken for an engine that hangs. */
const FAST = { leastMs: 1000, firstMs: 30_000 };

interface Setting extends TestEngine {
  readonly model: EngineModel;
  readonly notices: SarviError[];
  readonly behave: Awaited<ReturnType<typeof writeEngineDouble>>['behave'];
}

async function setUp(options: EngineOptions = {}): Promise<Setting> {
  const folder = await temporaryFolder();
  const path = join(folder, 'model.gguf');
  const square = { width: 32, feedForwardWidth: 32, heads: 1, keyValueHeads: 1, vocabulary: 300 };
  await writeShapedGguf(path, { ...square, layers: 15, contextTokens: 8192, type: 'F16' });
  const { entry, behave } = await writeEngineDouble(folder);
  const notices: SarviError[] = [];
  const opened = openTestEngine({ onNotice: (notice) => notices.push(notice), ...options }, entry);
  return { ...opened, model: { id: 'm', name: 'Malli', path, contextTokens: 8192 }, notices, behave };
}

/** The text that came, and how it ended. */
async function tryAnswer({ engine, model }: Setting): Promise<{ text: string; error: SarviError | null }> {
  const updates: EngineUpdate[] = [];
  let error: SarviError | null = null;
  try {
    for await (const update of engine.generate({ model, messages: [user('Hei')], sampling: GREEDY })) {
      updates.push(update);
    }
  } catch (thrown) {
    error = SarviError.from(thrown);
  }
  return { text: updates.map((update) => (update.kind === 'text' ? update.delta : '')).join(''), error };
}

test('an engine that hangs in mid-answer is ended, its text is kept, and the next answer has a new one', async () => {
  const setting = await setUp({ hangLimits: FAST });
  await setting.behave({ generate: 'hang' });
  const { text, error } = await tryAnswer(setting);
  expect([text, error?.code, reasonText(String(error?.details['reason']), 'en')]).toEqual([
    'Hei',
    'engine-crashed',
    expect.stringMatching(/^it gave no sign of life for \d+ seconds$/),
  ]);
  await setting.behave({});
  expect((await tryAnswer(setting)).text).toBe('Hei vaan');
  expect(setting.children.length).toBe(2);
});

test('three failures in a row have the next answer use half the window, and say so', async () => {
  const setting = await setUp();
  await setting.behave({ generate: 'abort' });
  for (let failure = 0; failure < 3; failure += 1) {
    expect((await tryAnswer(setting)).error?.details['reason']).toBe(because('llama-gave-up'));
  }
  expect(setting.notices).toMatchObject([
    { code: 'engine-smaller-window', details: { tokens: 4096, reason: because('llama-gave-up') } },
  ]);
  await setting.behave({});
  expect((await answer(setting.engine, setting.model, [user('Hei')])).started?.contextTokens).toBe(4096);
  // With another window it is used otherwise, and that has not failed yet.
  const wider = { ...setting.model, contextTokens: 6000 };
  expect((await answer(setting.engine, wider, [user('Hei')])).started?.contextTokens).toBe(6000);
});

test('an engine that died with a model starts again by itself, but not for ever', async () => {
  const setting = await setUp({ restartsByItself: true });
  await tryAnswer(setting);
  for (let death = 1; death <= 2; death += 1) {
    setting.children.at(-1)?.kill();
    await expect.poll(() => setting.children.length).toBe(death + 1);
    await expect.poll(() => setting.engine.status.state).toBe('ready');
  }
  setting.children.at(-1)?.kill();
  await expect.poll(() => setting.engine.status.state).toBe('stopped');
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect([setting.children.length, setting.engine.status.state]).toEqual([3, 'stopped']);
  expect((await tryAnswer(setting)).text).toBe('Hei vaan');
});

test('failures with answers in between change nothing', async () => {
  const setting = await setUp();
  for (let round = 0; round < 3; round += 1) {
    await setting.behave({ generate: 'abort' });
    await tryAnswer(setting);
    await setting.behave({});
    expect((await tryAnswer(setting)).text).toBe('Hei vaan');
  }
  expect([setting.notices, setting.engine.status.contextTokens]).toEqual([[], 8192]);
});

test('memory that runs out at the load is told in words', async () => {
  const setting = await setUp();
  await setting.behave({ load: 'out-of-memory' });
  const { error } = await tryAnswer(setting);
  const cause = because('out-of-memory');
  expect([error?.code, error?.details['reason']]).toEqual([
    'model-load-failed',
    because('ended-while-loading', { cause }),
  ]);
});

test.each([
  [8, 'CUDA', [['engine-fewer-layers', 8]]],
  [
    0,
    'CPU',
    [
      ['engine-fewer-layers', 8],
      ['engine-without-graphics', undefined],
    ],
  ],
] as const)('a card with room for %i layers of 16: %s', async (roomForLayers, backend, said) => {
  const markBroken = (): Promise<void> => Promise.resolve();
  const setting = await setUp({ backends: { choose: () => Promise.resolve('cuda'), markBroken } });
  await setting.behave({ load: 'no-memory-on-card', roomForLayers });
  expect((await tryAnswer(setting)).text).toBe('Hei vaan');
  expect(setting.engine.status.backend).toBe(backend);
  expect(setting.notices.map(({ code, details }) => [code, details['layers']])).toEqual(said);
  // The next answer begins where this one ended up.
  const { length } = setting.children;
  expect((await tryAnswer(setting)).text).toBe('Hei vaan');
  expect([setting.children.length, setting.notices.length]).toEqual([length, said.length]);
});

test('another backend is used from the next answer on', async () => {
  let wanted: 'cuda' | 'cpu' = 'cuda';
  const markBroken = (): Promise<void> => Promise.resolve();
  const setting = await setUp({ backends: { choose: () => Promise.resolve(wanted), markBroken } });
  await tryAnswer(setting);
  expect(setting.engine.status.backend).toBe('CUDA');
  wanted = 'cpu';
  await tryAnswer(setting);
  expect([setting.engine.status.backend, setting.children.length]).toEqual(['CPU', 2]);
});

test('a model that nothing is asked of leaves the memory after its time, and comes back when it is asked', async () => {
  let idleMs: number | null = 100;
  const setting = await setUp({ idleUnloadMs: () => idleMs });
  await tryAnswer(setting);
  await expect.poll(() => setting.engine.status.state).toBe('stopped');
  expect((await tryAnswer(setting)).text).toBe('Hei vaan');
  expect(setting.children.length).toBe(1);
  idleMs = null;
  setting.engine.refreshIdle();
  // One whose time begins later has left the memory; by then the first would have, too.
  const later = await setUp({ idleUnloadMs: () => 100 });
  await tryAnswer(later);
  await expect.poll(() => later.engine.status.state, { timeout: 10_000 }).toBe('stopped');
  expect(setting.engine.status.state).toBe('ready');
});
