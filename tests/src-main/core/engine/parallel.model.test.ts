import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { EngineUpdate } from '../../../../src-main/core/engine/generation-request.ts';
import { answer, assistant, GREEDY, openTestEngine, user } from '../../../builders/engine.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const LONG = { ...GREEDY, maxTokens: 120 };
/** On a busy machine an answer of a tenth of a second can be over before the next question has got through. */
const MOST_TRIES = 20;

describe('several answers of one model', () => {
  test('are written side by side, and each is what it would be alone', async () => {
    const model = await guideModel();
    const { engine, children } = openTestEngine({ sequences: () => 2 });
    const questions = ['Kuka olet?', 'Who are you?'];
    const alone: string[] = [];
    for (const question of questions) alone.push((await answer(engine, model, [user(question)])).text);
    let order: string[] = [];
    const together = (): Promise<string[]> =>
      Promise.all(
        questions.map(async (question) => {
          let text = '';
          for await (const update of engine.generate({ model, messages: [user(question)], sampling: GREEDY })) {
            if (update.kind === 'started' || update.kind === 'finished') order.push(update.kind);
            if (update.kind === 'text') text += update.delta;
          }
          return text;
        }),
      );
    const sideBySide = ['started', 'started', 'finished', 'finished'];
    for (let tries = 0; tries < MOST_TRIES && !isDeepStrictEqual(order, sideBySide); tries += 1) {
      order = [];
      expect(await together()).toEqual(alone);
    }
    expect(order).toEqual(sideBySide);
    expect(children).toHaveLength(1);
  });

  test('begin while another one is being written', async () => {
    const model = await guideModel();
    const { engine } = openTestEngine({ sequences: () => 2 });
    const order: string[] = [];
    const second: Promise<void>[] = [];
    const run = async (question: string, name: string): Promise<void> => {
      for await (const { kind } of engine.generate({ model, messages: [user(question)], sampling: LONG })) {
        order.push(`${name} ${kind}`);
        if (kind === 'text' && name === 'first' && second.length === 0) second.push(run('Who are you?', 'second'));
      }
    };
    const isBeside = (): boolean => order.indexOf('second started') < order.lastIndexOf('first text');
    for (let tries = 0; tries < MOST_TRIES && !isBeside(); tries += 1) {
      order.length = 0;
      await run('Kerro pitkä tarina metsästä.', 'first');
      await Promise.all(second.splice(0));
      expect(order).toContain('second started');
    }
    expect(isBeside()).toBe(true);
  });

  test('beyond the sequences wait in the order of asking, and one that waits can be cancelled', async () => {
    const model = await guideModel();
    const { engine } = openTestEngine({ sequences: () => 2 });
    const ended: number[] = [];
    const stop = new AbortController();
    const run = async (which: number, signal?: AbortSignal): Promise<EngineUpdate['kind'][]> => {
      const { updates } = await answer(engine, model, [user(`Kysymys ${which}`)], {
        ...LONG,
        ...(signal ? { signal } : {}),
      });
      ended.push(which);
      return updates.map(({ kind }) => kind);
    };
    const running = [run(0), run(1)];
    const cancelled = run(2, stop.signal);
    const last = run(3);
    stop.abort();
    expect(await cancelled).toEqual(['finished']);
    expect((await last).includes('started')).toBe(true);
    await Promise.all(running);
    expect(ended.at(-1)).toBe(3);
  });

  test('each conversation finds its own sequence again', async () => {
    const model = await guideModel();
    const { engine } = openTestEngine({ sequences: () => 2 });
    const first = [user('Kerro metsästä ja järvistä, ja siitä miten ne eroavat toisistaan.')];
    const second = [user('Tell me about the winter in the north, and about the summer.')];
    const one = await answer(engine, model, first, LONG);
    const two = await answer(engine, model, second, LONG);
    const more = [...first, assistant(one.text), user('Entä meri?')];
    const again = await answer(engine, model, more, LONG);
    expect(again.started?.figures.freshTokens).toBeLessThan(30);
    const other = await answer(engine, model, [...second, assistant(two.text), user('And autumn?')], LONG);
    expect(other.started?.figures.freshTokens).toBeLessThan(30);
  });

  test('all fail with a process that ends, each keeps its text, and the next ones go on', async () => {
    const model = await guideModel();
    const { engine, children } = openTestEngine({ sequences: () => 2 });
    await engine.countTokens(model, 'loads it');
    let begun = 0;
    const run = async (question: string): Promise<{ text: string; code: unknown }> => {
      let text = '';
      try {
        for await (const update of engine.generate({ model, messages: [user(question)], sampling: LONG })) {
          if (update.kind !== 'text') continue;
          if (text === '' && ++begun === 2) children.at(-1)?.kill();
          text += update.delta;
        }
        return { text, code: null };
      } catch (error) {
        return { text, code: (error as { code: unknown }).code };
      }
    };
    const ends = await Promise.all([run('Kuka olet?'), run('Kerro pitkä tarina metsästä.')]);
    expect(ends.some(({ code }) => code === 'engine-crashed')).toBe(true);
    for (const { text } of ends) expect(text).not.toBe('');
    const after = await Promise.all(['Kuka olet?', 'Who are you?'].map((text) => answer(engine, model, [user(text)])));
    for (const { text } of after) expect(text).not.toBe('');
  });
});

describe('two models', () => {
  test('lie in memory side by side where there is room, each with a process of its own', async () => {
    const model = await guideModel();
    const path = join(await temporaryFolder(), 'other.gguf');
    await copyFile(model.path, path);
    const other = { ...model, id: 'other', path };
    const { engine, children } = openTestEngine({ fitsWith: () => Promise.resolve(true) });
    const [one, two] = await Promise.all([
      answer(engine, model, [user('Kuka olet?')]),
      answer(engine, other, [user('Kuka olet?')]),
    ]);
    expect(one.text).toBe(two.text);
    expect(children).toHaveLength(2);
    expect(new Set([engine.status.modelId, ...engine.status.otherModelIds])).toEqual(new Set([model.id, 'other']));
    expect((await answer(engine, model, [user('Kuka olet?')])).started?.figures.freshTokens).toBe(1);
    expect((await answer(engine, other, [user('Kuka olet?')])).started?.figures.freshTokens).toBe(1);
    expect([engine.usageOf('other'), engine.usageOf('nothing')]).toEqual(['loaded', 'none']);
    await engine.unload('other');
    expect([engine.usageOf('other'), engine.usageOf(model.id)]).toEqual(['none', 'loaded']);
  });

  test('take each other’s place where there is no room', async () => {
    const model = await guideModel();
    const path = join(await temporaryFolder(), 'other.gguf');
    await copyFile(model.path, path);
    const { engine, children } = openTestEngine({ fitsWith: () => Promise.resolve(false) });
    await answer(engine, model, [user('Kuka olet?')]);
    await answer(engine, { ...model, id: 'other', path }, [user('Kuka olet?')]);
    expect(children).toHaveLength(1);
    expect(engine.status).toMatchObject({ modelId: 'other', otherModelIds: [] });
  });
});
