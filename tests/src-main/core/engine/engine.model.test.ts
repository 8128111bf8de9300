import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import type { EngineStatus } from '#contract/engine';
import type { EngineUpdate } from '../../../../src-main/core/engine/generation-request.ts';
import { reasonText } from '#contract/reasons';
import type { EngineModel } from '../../../../src-main/core/engine/engine-model.ts';
import {
  answer,
  assistant,
  GREEDY,
  openEngine,
  openTestEngine,
  user,
  type TestEngine,
} from '../../../builders/engine.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { byteTokens, writeTinyGguf } from '../../../builders/tiny-gguf.ts';

const WHO_FI =
  'Olen Sarven pieni sisäänrakennettu opasmalli. Minut on koulutettu alusta asti tätä sovellusta varten, ja minussa ' +
  'on noin 5,8 miljoonaa parametria. Vastaan lyhyesti sovelluksesta, Poro 2:sta ja muutamista Suomea koskevista ' +
  'asioista. Oikeita keskusteluja varten tuo Poro 2 8B Instruct.';
const WHO_EN =
  "I am Sarvi's small built-in guide model, trained from scratch for this app with about 5.8 million parameters. I can " +
  'give short answers about the app, Poro 2 and a few facts about Finland. For real conversations, import Poro 2 8B ' +
  'Instruct.';

let model: EngineModel;
let shared: TestEngine;

beforeAll(async () => {
  model = await guideModel();
  shared = openEngine();
});
afterAll(() => shared.engine.dispose());

async function failure(promise: Promise<unknown>): Promise<SarviError> {
  return promise.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => (error instanceof SarviError ? error : expect.unreachable(String(error))),
  );
}

describe('answers', () => {
  test('the guide model answers in Finnish and in English with its own text', async () => {
    const finnish = await answer(shared.engine, model, [user('Kuka olet?')]);
    const english = await answer(shared.engine, model, [user('Who are you?')]);
    expect([finnish.text, finnish.end.stopReason]).toEqual([WHO_FI, 'end-of-generation']);
    expect([english.text, english.end.stopReason]).toEqual([WHO_EN, 'end-of-generation']);
  });

  test.each(['F16', 'Q8_0', 'Q4_K_M'] as const)('a %s conversion gives the same answer', async (quantization) => {
    const { engine } = openTestEngine();
    expect((await answer(engine, await guideModel(quantization), [user('Kuka olet?')])).text).toBe(WHO_FI);
  });

  test('updates come in their order', async () => {
    const { engine } = openTestEngine();
    const { updates } = await answer(engine, model, [user('Kuka olet?')]);
    const kinds = updates.map(({ kind }) => kind).filter((kind, index, all) => kind !== all[index - 1]);
    expect(kinds).toEqual(['loading', 'preparing', 'started', 'reading', 'text', 'finished']);
  });

  test('max tokens ends an answer at exactly that many', async () => {
    const { text, end } = await answer(shared.engine, model, [user('Kuka olet?')], { maxTokens: 5 });
    expect([end.stopReason, end.generatedTokens, WHO_FI.startsWith(text)]).toEqual(['max-tokens', 5, true]);
  });

  test('the status says what the engine does', async () => {
    const { engine } = openTestEngine();
    const states: EngineStatus['state'][] = [];
    engine.onStatus(({ state }) => state !== states.at(-1) && states.push(state));
    await answer(engine, model, [user('Kuka olet?')]);
    expect(states).toEqual(['starting', 'loading', 'ready', 'generating', 'ready']);
    expect(engine.status).toMatchObject({ modelId: model.id, contextTokens: 2048, loadFraction: null });
    await engine.unload();
    expect(engine.status).toMatchObject({ state: 'stopped', modelId: null });
  });
});

describe('sampling', () => {
  const varied = { temperature: 1.5, maxTokens: 40 };

  test('the same seed and settings give the same text, another seed another', async () => {
    const texts: string[] = [];
    for (const seed of [7, 7, 8]) {
      texts.push((await answer(shared.engine, model, [user('Kerro Suomesta.')], { ...varied, seed })).text);
    }
    expect(texts[1]).toBe(texts[0]);
    expect(texts[2]).not.toBe(texts[0]);
  });

  test('a drawn seed is reported and gives the same text again', async () => {
    const drawn = await answer(shared.engine, model, [user('Kerro Suomesta.')], { ...varied, seed: null });
    const seed = drawn.started?.figures.seed ?? expect.unreachable();
    const again = await answer(shared.engine, model, [user('Kerro Suomesta.')], { ...varied, seed });
    expect(again.text).toBe(drawn.text);
  });

  test('top-k 1, and a min-p or top-p that leaves one token, are greedy at any temperature', async () => {
    const only = { temperature: 3, maxTokens: 30 };
    const greedy = (await answer(shared.engine, model, [user('Who are you?')], { maxTokens: 30 })).text;
    for (const limit of [{ topK: 1 }, { minP: 1 }, { topP: 1e-6 }]) {
      expect((await answer(shared.engine, model, [user('Who are you?')], { ...only, ...limit })).text).toBe(greedy);
    }
  });

  test('a repetition penalty makes the answer say less again', async () => {
    const said = async (repetitionPenalty: number): Promise<number> => {
      const { updates } = await answer(shared.engine, model, [user('Kuka olet?')], {
        repetitionPenalty,
        maxTokens: 50,
      });
      const pieces = updates.flatMap((update) => (update.kind === 'text' && update.delta !== '' ? [update.delta] : []));
      return new Set(pieces).size / pieces.length;
    };
    expect(await said(3)).toBeGreaterThan(await said(1));
  });
});

describe('prefix reuse', () => {
  test('only what follows the common prefix is read', async () => {
    const { engine } = openTestEngine();
    const first = await answer(engine, model, [user('Kuka olet?')]);
    expect(first.started?.figures).toMatchObject({ freshTokens: 13, cachedTokens: 0 });

    // The whole answer is kept; new are its end, the next question and the header of the next answer.
    const turns = [user('Kuka olet?'), assistant(first.text), user('Who are you?')];
    const next = await answer(engine, model, turns);
    const all = (await engine.renderPrompt({ model, messages: turns, addGenerationPrompt: true })).tokens.length;
    expect(next.started?.figures).toMatchObject({ cachedTokens: 13 + 71, freshTokens: all - 84 });

    // Answering again reads one token, whose logits choose the first new one.
    const again = await answer(engine, model, turns);
    expect(again.started?.figures).toMatchObject({ cachedTokens: all - 1, freshTokens: 1 });
    expect(again.text).toBe(next.text);

    // An edited question keeps what came before it: the answer's end and the header of a question are five tokens.
    const edited = await answer(engine, model, [...turns.slice(0, 2), user('Kuka olet?')]);
    expect(edited.started?.figures.cachedTokens).toBe(13 + 71 + 5);
  });

  test('a stopped answer leaves a cache that the next one can use', async () => {
    const { engine } = openTestEngine();
    let text = WHO_FI;
    // The whole answer takes some tens of milliseconds: on a busy machine a stop can come too late.
    for (let tries = 0; tries < 20 && text === WHO_FI; tries += 1) {
      const stop = new AbortController();
      text = '';
      for await (const update of engine.generate({
        model,
        messages: [user('Kuka olet?')],
        sampling: GREEDY,
        signal: stop.signal,
      })) {
        if (update.kind === 'text') text += update.delta;
        if (update.kind === 'text' && update.generatedTokens >= 3) stop.abort();
      }
    }
    expect(WHO_FI.startsWith(text) && text.length < WHO_FI.length).toBe(true);
    const again = await answer(engine, model, [user('Kuka olet?')]);
    expect(again.started?.figures).toMatchObject({ cachedTokens: 12, freshTokens: 1 });
    expect(again.text).toBe(WHO_FI);
  });
});

describe('stopping', () => {
  test('a stop while the prompt is read ends it between two chunks, and the read part stays read', async () => {
    const { engine } = openTestEngine();
    let long = user('');
    let updates: EngineUpdate[] = [];
    const cameTooLate = (): boolean => updates.some(({ kind }) => kind === 'text');
    for (let tries = 0; tries === 0 || (tries < 20 && cameTooLate()); tries += 1) {
      // Another beginning each time, so that all of it is to be read.
      long = user(`${tries}. ${'Kuka olet? '.repeat(300)}`);
      const stop = new AbortController();
      updates = [];
      for await (const update of engine.generate({ model, messages: [long], sampling: GREEDY, signal: stop.signal })) {
        updates.push(update);
        if (update.kind === 'reading') stop.abort();
      }
    }
    expect(updates.at(-1)).toMatchObject({ kind: 'finished', end: { stopReason: 'stopped', generatedTokens: 0 } });
    const read = updates.findLast((update) => update.kind === 'reading');
    const { figures } = (await answer(engine, model, [long], { maxTokens: 1 })).started ?? expect.unreachable();
    expect(figures.cachedTokens).toBeGreaterThanOrEqual(read?.tokensDone ?? 0);
    expect(figures.cachedTokens + figures.freshTokens).toBeGreaterThan(1000);
  });

  test('one that waits for its turn is stopped without taking it', async () => {
    const { engine } = openTestEngine();
    const stop = new AbortController();
    const running = answer(engine, model, [user('Kuka olet?')]);
    const waiting = answer(engine, model, [user('Who are you?')], { signal: stop.signal });
    stop.abort();
    expect((await waiting).updates).toEqual([
      {
        kind: 'finished',
        end: { stopReason: 'stopped', generatedTokens: 0, promptMs: 0, generationMs: 0, draft: null },
      },
    ]);
    expect((await running).text).toBe(WHO_FI);
  });

  test('one whose model is loading is stopped at once, and the model is loaded for the next', async () => {
    const { engine } = openTestEngine();
    let loads = 0;
    engine.onStatus(({ state, loadFraction }) => (loads += Number(state === 'loading' && loadFraction === 0)));
    const stop = new AbortController();
    const kinds: string[] = [];
    const request = { model, messages: [user('Kuka olet?')], sampling: GREEDY, signal: stop.signal };
    for await (const { kind } of engine.generate(request)) {
      kinds.push(kind);
      stop.abort();
    }
    expect([kinds.at(-1), kinds.includes('started')]).toEqual(['finished', false]);
    expect((await answer(engine, model, [user('Kuka olet?')])).text).toBe(WHO_FI);
    expect(loads).toBe(1);
  });

  test('leaving the iteration stops the generation', async () => {
    const { engine } = openTestEngine();
    for await (const update of engine.generate({ model, messages: [user('Kuka olet?')], sampling: GREEDY })) {
      if (update.kind === 'text') break;
    }
    expect((await answer(engine, model, [user('Who are you?')])).text).toBe(WHO_EN);
  });
});

describe('the context window', () => {
  test('an answer ends when the window is full', async () => {
    const path = join(await temporaryFolder(), 'tiny.gguf');
    await writeTinyGguf(path, { tokens: byteTokens(), contextTokens: 512 });
    const { engine } = openTestEngine();
    const { started, end } = await answer(engine, { id: 't', name: 't', path }, [user('x'.repeat(300))], {
      maxTokens: 100_000,
    });
    expect(started?.contextTokens).toBe(512);
    expect(end).toMatchObject({ stopReason: 'context-full', generatedTokens: 511 - 300 });
  });

  test('a message that cannot fit is refused with its tokens', async () => {
    const error = await failure(answer(shared.engine, model, [user('sana '.repeat(3000))]));
    expect(error.code).toBe('prompt-too-long');
    expect(error.details).toMatchObject({ limit: 2048 - 32 });
    expect(Number(error.details['tokens'])).toBeGreaterThan(3000);
  });

  test('the oldest turns go in large steps, and the steps between keep the cache', async () => {
    const { engine } = openTestEngine();
    const messages = [{ role: 'system', content: 'Vastaa suomeksi.' }];
    const seen: { dropped: number; fresh: number }[] = [];
    for (let turn = 0; turn < 14; turn += 1) {
      messages.push(user(`Kysymys ${turn}: ${'Kuka olet? '.repeat(40)}`));
      const { started, text } = await answer(engine, model, messages, { maxTokens: 20 });
      seen.push({ dropped: started?.droppedMessages ?? -1, fresh: started?.figures.freshTokens ?? -1 });
      messages.push(assistant(text));
    }
    const steps = seen.filter(({ dropped }, index) => index > 0 && dropped !== seen[index - 1]?.dropped);
    expect(steps.length).toBeGreaterThanOrEqual(1);
    expect(steps.length).toBeLessThanOrEqual(3);
    const between = seen.filter(({ dropped }, index) => index > 0 && dropped === seen[index - 1]?.dropped);
    expect(Math.max(...between.map(({ fresh }) => fresh))).toBeLessThan(250);
  });
});

describe('failures', () => {
  test('a killed process fails the answer with what came before it, and the next answer has a new one', async () => {
    const { engine, children } = openTestEngine();
    let text = '';
    const cut = (async () => {
      for await (const update of engine.generate({ model, messages: [user('Kuka olet?')], sampling: GREEDY })) {
        if (update.kind !== 'text') continue;
        text += update.delta;
        if (update.generatedTokens === 1) process.kill(children[0]?.processId ?? 0, 'SIGKILL');
      }
    })();
    const error = await failure(cut);
    expect([error.code, children.length]).toEqual(['engine-crashed', 1]);
    expect(text).not.toBe('');
    expect(WHO_FI.startsWith(text)).toBe(true);
    expect(engine.status.state).toBe('stopped');
    expect((await answer(engine, model, [user('Kuka olet?')])).text).toBe(WHO_FI);
    expect(children.length).toBe(2);
  });

  test('a process that dies between two answers is no failure at all', async () => {
    const { engine, children } = openTestEngine();
    await answer(engine, model, [user('Kuka olet?')]);
    children[0]?.kill();
    expect((await answer(engine, model, [user('Who are you?')])).text).toBe(WHO_EN);
    expect(children.length).toBe(2);
  });

  test('a missing file is named', async () => {
    const gone = { id: 'gone', name: 'Poissa', path: join(await temporaryFolder(), 'gone.gguf') };
    const error = await failure(answer(shared.engine, gone, [user('Hei')]));
    expect([error.code, error.details]).toEqual(['model-file-missing', { name: 'Poissa', path: gone.path }]);
    expect((await answer(shared.engine, model, [user('Kuka olet?')])).text).toBe(WHO_FI);
  });

  test('files that are no model, or a cut one, fail to load with a reason in words', async () => {
    const folder = await temporaryFolder();
    const whole = await readFile(model.path);
    const broken = {
      'garbage.gguf': Buffer.from('this is not a model at all'.repeat(100)),
      'empty.gguf': Buffer.alloc(0),
      'cut-header.gguf': whole.subarray(0, 5000),
      'cut-weights.gguf': whole.subarray(0, whole.length - 4_000_000),
    };
    const { engine } = openTestEngine();
    for (const [name, bytes] of Object.entries(broken)) {
      const path = join(folder, name);
      await writeFile(path, bytes);
      const error = await failure(answer(engine, { id: name, name, path }, [user('Hei')]));
      expect([error.code, error.details['name']]).toEqual(['model-load-failed', name]);
      expect(reasonText(String(error.details['reason']), 'en')).toMatch(/[a-z]{3,} [a-z]{2,}/i);
    }
    expect((await answer(engine, model, [user('Kuka olet?')])).text).toBe(WHO_FI);
  });

  test('a file that changed since it was loaded is loaded anew', async () => {
    const path = join(await temporaryFolder(), 'tiny.gguf');
    const { engine } = openTestEngine();
    const tiny = { id: 'tiny', name: 'Tiny', path };
    await writeTinyGguf(path, { tokens: byteTokens(), chatTemplate: 'one' });
    const render = async (): Promise<string> =>
      (await engine.renderPrompt({ model: tiny, messages: [user('')], addGenerationPrompt: true })).prompt;
    expect(await render()).toBe('one');
    await writeTinyGguf(path, { tokens: byteTokens(), chatTemplate: 'two' });
    const { atime, mtimeMs } = await stat(path);
    await utimes(path, atime, (mtimeMs + 5000) / 1000);
    expect(await render()).toBe('two');
  });

  test('nothing can be asked of a disposed engine', async () => {
    const { engine } = openTestEngine();
    await engine.dispose();
    expect((await failure(engine.countTokens(model, 'Hei'))).code).toBe('engine-unavailable');
  });

  test('disposing ends a process that is still starting', async () => {
    const silent = join(await temporaryFolder(), 'silent.mjs');
    await writeFile(silent, 'setInterval(() => {}, 1000)');
    const { engine, children } = openTestEngine({}, silent);
    const asked = failure(engine.countTokens(model, 'Hei'));
    while (children.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await engine.dispose();
    expect([(await asked).code, children.length]).toEqual(['engine-unavailable', 1]);
  });

  test('an engine that cannot start says so', async () => {
    const broken = join(await temporaryFolder(), 'broken.mjs');
    await writeFile(broken, 'throw new Error("no library for this machine")');
    const { engine, children } = openTestEngine({}, broken);
    const error = await failure(engine.countTokens(model, 'Hei'));
    // Tried once more without graphics cards.
    expect([error.details['reason'], children.length]).toEqual([expect.stringContaining('no library'), 2]);
    expect(error.code).toBe('engine-unavailable');
  });
});
