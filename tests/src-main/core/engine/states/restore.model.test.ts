import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EngineModel } from '../../../../../src-main/core/engine/engine-model.ts';
import type { PromptMessage } from '../../../../../src-main/core/prompt/prompt.ts';
import type { KeptState } from '../../../../../src-main/core/engine/states/state-store.ts';
import {
  answer,
  assistant,
  ENGINE_ENTRY,
  openEngine,
  openTestEngine,
  user,
  type Answer,
} from '../../../../builders/engine.ts';
import { guideModel } from '../../../../builders/guide-gguf.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';
import {
  keepBytes,
  keptFor,
  openKeepingEngine,
  openStore,
  until,
  type TestStore,
} from '../../../../builders/states.ts';

let model: EngineModel;
/** The conversation that the tests go on with, its next answer by an engine that has read nothing before. */
let turns: PromptMessage[];
let fresh: Answer;
/** Made once; each test works on a copy. */
let firstTurnFolder: string;
/** Tokens of the first question with its answer. */
const FIRST_TOKENS = 13 + 71;

beforeAll(async () => {
  model = await guideModel();
  firstTurnFolder = await mkdtemp(join(tmpdir(), 'sarvi-test-'));
  const kept = await openStore(firstTurnFolder);
  const keeping = openEngine({ states: kept.store, stateIdleMs: 5 });
  const first = await answer(keeping.engine, model, [user('Kuka olet?')], { owner: 'a' });
  await keptFor(keeping, kept, 'a', FIRST_TOKENS);
  await keeping.engine.dispose();
  turns = [user('Kuka olet?'), assistant(first.text), user('Who are you?')];
  const { engine: plain } = openEngine();
  fresh = await answer(plain, model, turns);
  await plain.dispose();
});
afterAll(() => rm(firstTurnFolder, { recursive: true }));

/** A store that holds the first turn of `turns` for the conversation `a`, and no engine that uses it. */
async function storeWithFirstTurn(): Promise<{ kept: TestStore; state: KeptState }> {
  const folder = await temporaryFolder();
  await cp(firstTurnFolder, folder, { recursive: true, preserveTimestamps: true });
  const kept = await openStore(folder);
  const [state] = await kept.store.list();
  return { kept, state: state ?? expect.unreachable() };
}

const figuresOf = ({ started }: Answer): { freshTokens: number; cachedTokens: number } | undefined => started?.figures;

describe('a new process', () => {
  test('reads only the new tokens of a conversation, and answers as if it had read them all', async () => {
    const { kept } = await storeWithFirstTurn();
    const { engine } = openKeepingEngine(kept.reopen());
    const restored = await answer(engine, model, turns, { owner: 'a' });
    const all = figuresOf(fresh)?.freshTokens ?? 0;
    expect(figuresOf(fresh)?.cachedTokens).toBe(0);
    expect(figuresOf(restored)).toMatchObject({ cachedTokens: FIRST_TOKENS, freshTokens: all - FIRST_TOKENS });
    expect([restored.text, kept.warnings]).toEqual([fresh.text, []]);
  });

  test('goes on from an earlier place of the conversation too', async () => {
    const { kept } = await storeWithFirstTurn();
    const { engine } = openKeepingEngine(kept.reopen());
    const edited = await answer(engine, model, [
      user('Kuka olet?'),
      assistant('Olen Sarven pieni apuri.'),
      user('Hei'),
    ]);
    // The question, the header of the answer, and the beginning that both answers have.
    expect(figuresOf(edited)?.cachedTokens).toBeGreaterThan(13);
    expect(figuresOf(edited)?.cachedTokens).toBeLessThan(FIRST_TOKENS);
  });

  test('restores an 8-bit KV cache, and only with 8 bits', async () => {
    const kept = await openStore();
    const eight = openKeepingEngine(kept, { kvCacheType: () => 'q8_0' });
    await answer(eight.engine, model, turns.slice(0, 1), { owner: 'a' });
    const state = await keptFor(eight, kept, 'a', FIRST_TOKENS);
    await eight.engine.dispose();
    const { state: sixteen } = await storeWithFirstTurn();
    // 34 bytes for 32 numbers instead of 64.
    expect(state.sizeBytes / sixteen.sizeBytes).toBeLessThan(0.56);

    const other = openKeepingEngine(kept.reopen());
    expect(figuresOf(await answer(other.engine, model, turns))?.cachedTokens).toBe(0);
    const again = openKeepingEngine(kept.reopen(), { kvCacheType: () => 'q8_0' });
    const restored = await answer(again.engine, model, turns);
    expect(figuresOf(restored)?.cachedTokens).toBe(FIRST_TOKENS);
    const { engine: plain } = openTestEngine({ kvCacheType: () => 'q8_0' });
    expect(restored.text).toBe((await answer(plain, model, turns)).text);
  });

  test('does not use what another window, another file or another type of the model made', async () => {
    const { kept } = await storeWithFirstTurn();
    const { engine } = openKeepingEngine(kept.reopen());
    const narrow = await answer(engine, { ...model, contextTokens: 1024 }, turns);
    expect([narrow.started?.contextTokens, figuresOf(narrow)?.cachedTokens]).toEqual([1024, 0]);
    const quantized = await answer(engine, { ...(await guideModel('Q8_0')), id: model.id }, turns);
    expect(figuresOf(quantized)?.cachedTokens).toBe(0);
    expect(figuresOf(await answer(engine, model, turns))?.cachedTokens).toBe(FIRST_TOKENS);
  });
});

describe('within one process', () => {
  test('conversations that take turns each find what was read for them', async () => {
    const kept = await openStore();
    const opened = openKeepingEngine(kept);
    const english = [user('Who are you? Tell me about the app, about Poro 2 and about Finland.')];
    const first = await answer(opened.engine, model, turns.slice(0, 1), { owner: 'fi' });
    await keptFor(opened, kept, 'fi', FIRST_TOKENS);
    const second = await answer(opened.engine, model, english, { owner: 'en' });
    await keptFor(opened, kept, 'en', 30);
    const back = await answer(opened.engine, model, turns, { owner: 'fi' });
    expect(figuresOf(back)?.cachedTokens).toBe(FIRST_TOKENS);
    expect(back.text).toBe(fresh.text);
    const read = (figuresOf(second)?.freshTokens ?? 0) + (figuresOf(second)?.cachedTokens ?? 0);
    const on = [...english, assistant(second.text), user('Kuka olet?')];
    await keptFor(opened, kept, 'fi', FIRST_TOKENS + 20);
    expect(figuresOf(await answer(opened.engine, model, on, { owner: 'en' }))?.cachedTokens).toBe(
      read + second.end.generatedTokens,
    );
    expect(first.text).not.toBe('');
  });

  test('the live cache is used where it holds more than the disk', async () => {
    const { kept } = await storeWithFirstTurn();
    const { engine } = openKeepingEngine(kept.reopen(), { stateIdleMs: 1e6 });
    const next = await answer(engine, model, turns, { owner: 'a' });
    const again = await answer(engine, model, turns, { owner: 'a' });
    const all = figuresOf(fresh)?.freshTokens ?? 0;
    expect(figuresOf(again)).toMatchObject({ cachedTokens: all - 1, freshTokens: 1 });
    expect(again.text).toBe(next.text);
  });

  test('a request that comes before the writing begins has it left out', async () => {
    const kept = await openStore();
    const { engine } = openKeepingEngine(kept, { stateIdleMs: 300 });
    await answer(engine, model, turns.slice(0, 1), { owner: 'a', maxTokens: 20 });
    await answer(engine, model, [user('Who are you?')], { maxTokens: 20 });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await engine.settled();
    expect(await kept.store.list()).toEqual([]);
  });

  test('without an owner, or with no room, nothing is written', async () => {
    const kept = await openStore();
    const { engine } = openKeepingEngine(kept);
    await answer(engine, model, turns);
    kept.budgetBytes = 0;
    await answer(engine, model, turns, { owner: 'a' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await engine.settled();
    expect(await kept.files()).toEqual([]);
  });
});

describe('a shared system prompt', () => {
  const LONG = 'Vastaa aina lyhyesti, ystävällisesti ja suomeksi, äläkä keksi mitään. '.repeat(12);
  const system = { role: 'system', content: LONG };

  test('is kept once, serves new conversations, and goes with the last of them', async () => {
    const kept = await openStore();
    const opened = openKeepingEngine(kept);
    const shared = async (): Promise<KeptState[]> => (await kept.store.list()).filter((state) => state.shared);
    const first = await answer(opened.engine, model, [system, user('Kuka olet?')], { owner: 'a' });
    await until(async () => (await shared()).length === 1);
    await opened.engine.settled();

    // The live cache is whole again after its beginning was written.
    const again = await answer(opened.engine, model, [system, user('Kuka olet?')], { owner: 'a' });
    expect(figuresOf(again)?.freshTokens).toBe(1);
    expect(again.text).toBe(first.text);

    await answer(opened.engine, model, [system, user('Who are you?')], { owner: 'b' });
    await until(async () => (await shared())[0]?.owners.length === 2);
    await opened.engine.dispose();
    expect((await shared()).map(({ owners }) => owners)).toEqual([['a', 'b']]);

    await kept.store.forget('a');
    const reopened = kept.reopen();
    await reopened.store.forget('b');
    expect(await reopened.files()).toEqual([]);
  });

  test('is restored by a new process for a conversation that has not begun', async () => {
    const kept = await openStore();
    const opened = openKeepingEngine(kept);
    await answer(opened.engine, model, [system, user('Kuka olet?')], { owner: 'a' });
    await until(async () => (await kept.store.list()).some((state) => state.shared));
    await opened.engine.dispose();
    const after = openKeepingEngine(kept.reopen());
    const asked = [system, user('Who are you?')];
    const restored = await answer(after.engine, model, asked, { owner: 'b' });
    const part = (await kept.store.list()).find((state) => state.shared);
    expect(figuresOf(restored)?.cachedTokens).toBe(part?.tokens.length);
    const { engine: plain } = openTestEngine();
    expect(restored.text).toBe((await answer(plain, model, asked)).text);
  });
});

describe('a state that is wrong', () => {
  async function goesOn(kept: TestStore): Promise<void> {
    const reopened = kept.reopen();
    const opened = openKeepingEngine(reopened, { stateIdleMs: 1e6 });
    const next = await answer(opened.engine, model, turns, { owner: 'a' });
    expect([figuresOf(next)?.cachedTokens, next.text]).toEqual([0, fresh.text]);
    await reopened.store.settled();
    expect(await reopened.files()).toEqual([]);
  }

  test('in one byte is removed, and everything is read again', async () => {
    const { kept, state } = await storeWithFirstTurn();
    const altered = await readFile(state.path);
    const place = Math.floor(altered.length / 2);
    altered[place] = (altered[place] ?? 0) ^ 1;
    await writeFile(state.path, altered);
    await goesOn(kept);
  });

  test('in its length is removed, and everything is read again', async () => {
    const { kept, state } = await storeWithFirstTurn();
    await truncate(state.path, state.sizeBytes - 100);
    await goesOn(kept);
  });

  test('of another model is removed, and everything is read again', async () => {
    const { kept, state } = await storeWithFirstTurn();
    const other = await openStore();
    const opened = openKeepingEngine(other);
    await answer(opened.engine, await guideModel('Q8_0'), turns.slice(0, 1), { owner: 'a' });
    await cp((await keptFor(opened, other, 'a', 20)).path, state.path);
    await goesOn(kept);
  });

  test.each([
    ['garbage', Buffer.from('this is no state at all '.repeat(1000))],
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(100_000)],
  ])('whose checksum holds but which is %s is refused by llama.cpp', async (_what, bytes) => {
    const { kept, state } = await storeWithFirstTurn();
    await kept.store.remove(state);
    await keepBytes(kept, bytes, { key: state.key, tokens: state.tokens, owner: 'a' });
    await goesOn(kept);
  });

  test.each([
    ['cut in half', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    [
      'wrong in its count of layers or cells',
      (bytes: Buffer) => bytes.fill(0xff, 12 + 4 * FIRST_TOKENS, 40 + 4 * FIRST_TOKENS),
    ],
    ['of another version', (bytes: Buffer) => bytes.fill(0x7f, 4, 8)],
    ['of more tokens than the window', (bytes: Buffer) => bytes.fill(0x7f, 8, 12)],
  ] as const)(
    'whose checksum holds but which is %s is refused by llama.cpp, or ends the engine only',
    async (_what, change) => {
      const { kept, state } = await storeWithFirstTurn();
      const bytes = change(await readFile(state.path));
      await kept.store.remove(state);
      await keepBytes(kept, bytes, { key: state.key, tokens: state.tokens, owner: 'a' });
      await goesOn(kept);
    },
  );

  test('whose checksum holds but which has other tokens than its header is refused', async () => {
    const { kept, state } = await storeWithFirstTurn();
    const bytes = await readFile(state.path);
    await kept.store.remove(state);
    const tokens = Uint32Array.from([...state.tokens.slice(0, -1), 5]);
    await keepBytes(kept, bytes, { key: state.key, tokens, owner: 'a' });
    await goesOn(kept);
  });
});

test('a state that ends the process is gone with it, and a new process reads everything', async () => {
  const { kept } = await storeWithFirstTurn();
  const reopened = kept.reopen();
  const entry = join(await temporaryFolder(), 'dies-of-states.mjs');
  await writeFile(
    entry,
    `process.on('message', ({ kind }) => { if (kind === 'load-state') process.kill(process.pid, 'SIGSEGV'); });
     await import(${JSON.stringify(pathToFileURL(ENGINE_ENTRY).href)});`,
  );
  const { engine, children } = openKeepingEngine(reopened, {}, entry);
  const next = await answer(engine, model, turns);
  expect([figuresOf(next)?.cachedTokens, next.text, children.length]).toEqual([0, fresh.text, 2]);
  expect(await reopened.files()).toEqual([]);
});
