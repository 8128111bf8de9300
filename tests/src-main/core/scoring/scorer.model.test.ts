import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { EngineModel } from '../../../../src-main/core/engine/engine-model.ts';
import { answer, comesTo, openTestEngine, user } from '../../../builders/engine.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { openScorer, SCORER_LOG } from '../../../builders/scorer.ts';
import { answerText, SCORING_PORTS } from '../../../builders/scoring.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const TEXT = answerText('Kuka olet?', 'Olen Sarven opas.');
const LONG = answerText('Kuka olet?', 'Olen Sarven opas, ja vastaan kysymyksiin. '.repeat(900));

const watch = (signal = new AbortController().signal, onProgress: () => void = () => undefined) => ({
  signal,
  onProgress,
});

function isAlive(processId: number | undefined): boolean {
  if (processId === undefined) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

async function models(): Promise<readonly [EngineModel, EngineModel]> {
  return [await guideModel('F32'), await guideModel('Q4_K_M')];
}

it('reads both in turn where memory has room for one, and leaves nothing on the disk or in memory', async () => {
  const fits = { fitsWith: () => Promise.resolve(false) };
  const { scorer, folder } = await openScorer({ fits });
  const found = await scorer.score({ models: await models(), text: TEXT, mostLikely: 2 }, watch());
  expect(found.isRounded).toBe(true);
  expect(found.tokens.every(({ kl }) => kl !== undefined && kl >= -1e-6)).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
  expect(scorer.processId).toBeUndefined();
});

it('keeps its process for the next text, and ends it when nothing is asked of it', async () => {
  const { scorer } = await openScorer({ idleMs: 300 });
  const both = await models();
  await scorer.score({ models: both, text: TEXT, mostLikely: 1 }, watch());
  const { processId } = scorer;
  expect(isAlive(processId)).toBe(true);
  expect(scorer.uses(both[1].id)).toBe(true);
  await scorer.score({ models: [both[0]], text: TEXT, mostLikely: 1 }, watch());
  expect(scorer.processId).toBe(processId);
  await expect.poll(() => isAlive(processId)).toBe(false);
  expect(scorer.uses(both[0].id)).toBe(false);
});

it('has one copy of the weights: the engine frees its own, and gets the room back when it asks', async () => {
  const { engine } = openTestEngine({ fitsWith: () => Promise.resolve(true) });
  const { scorer } = await openScorer({ engine });
  const model = await guideModel('Q4_K_M');
  await answer(engine, model, [user('Kuka olet?')], { maxTokens: 2 });
  expect(engine.usageOf(model.id)).toBe('loaded');
  await scorer.score({ models: [model], text: TEXT, mostLikely: 1 }, watch());
  expect(engine.usageOf(model.id)).toBe('none');
  expect(scorer.uses(model.id)).toBe(true);
  await answer(engine, model, [user('Kuka olet?')], { maxTokens: 2 });
  expect(scorer.uses(model.id)).toBe(false);
  expect(scorer.processId).toBeUndefined();
});

it('makes room for a model of the engine that does not fit with it, and waits for nothing that waits for it', async () => {
  const { engine } = openTestEngine({ fitsWith: () => Promise.resolve(false) });
  const { scorer } = await openScorer({ engine });
  const [first, second] = await models();
  await answer(engine, first, [user('Kuka olet?')], { maxTokens: 2 });
  const reading = scorer.score({ models: [second], text: TEXT, mostLikely: 1 }, watch());
  const writing = answer(engine, first, [user('Mikä on Sarvi?')], { maxTokens: 4 });
  expect((await reading).tokens).not.toHaveLength(0);
  expect((await writing).text).not.toBe('');
  // Whoever came last has the memory.
  expect([scorer.uses(second.id), engine.usageOf(first.id)]).not.toEqual([true, 'loaded']);
});

it('comes between an answer and a load that wait for each other', async () => {
  const { engine } = openTestEngine({ fitsWith: () => Promise.resolve(false) });
  const { scorer } = await openScorer({ engine });
  const [first, second] = await models();
  const writing = answer(engine, first, [user('Kuka olet?')], { maxTokens: 60 });
  await comesTo(engine, 'generating');
  // This load takes the first model's place, and would wait for the reading, which waits for that place.
  const loading = answer(engine, second, [user('Mikä on Sarvi?')], { maxTokens: 4 });
  const reading = scorer.score({ models: [first], text: TEXT, mostLikely: 1 }, watch());
  await Promise.all([writing, loading, reading]);
  expect((await reading).tokens).not.toHaveLength(0);
});

it('ends within a second when it is cancelled, and reads the next text', async () => {
  const { scorer } = await openScorer();
  const model = await guideModel('F32');
  const abort = new AbortController();
  let abortedAt = 0;
  const onProgress = (): void => {
    abortedAt ||= performance.now();
    abort.abort();
  };
  const reading = scorer.score({ models: [model], text: LONG, mostLikely: 8 }, watch(abort.signal, onProgress));
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  expect(abortedAt).toBeGreaterThan(0);
  const next = await scorer.score({ models: [model], text: TEXT, mostLikely: 1 }, watch());
  expect(next.tokens).not.toHaveLength(0);
});

it('tells that its process was killed, removes its file, and reads the next text', async () => {
  const fits = { fitsWith: () => Promise.resolve(false) };
  const { scorer, folder } = await openScorer({ fits });
  const both = await models();
  const onProgress = (): void => {
    if (scorer.processId !== undefined) process.kill(scorer.processId, 'SIGKILL');
  };
  const text = answerText('Kuka olet?', 'Olen Sarven opas. '.repeat(100));
  const reading = scorer.score({ models: both, text, mostLikely: 1 }, watch(undefined, onProgress));
  await expect(reading).rejects.toMatchObject({ code: 'scoring-crashed' });
  expect(readdirSync(folder)).toEqual([]);
  const next = await scorer.score({ models: both, text: TEXT, mostLikely: 1 }, watch());
  expect(next.isRounded).toBe(true);
});

it('removes at its start what a process that has died has left', async () => {
  const data = await temporaryFolder();
  const left = join(data, 'scoring', 'left');
  await mkdir(left, { recursive: true });
  await writeFile(join(left, 'distributions'), 'x');
  const { scorer } = await openScorer({
    ports: { ...SCORING_PORTS, log: SCORER_LOG, folders: { data, resources: '' } },
  });
  await scorer.score({ models: [await guideModel('F32')], text: TEXT, mostLikely: 1 }, watch());
  expect(existsSync(left)).toBe(false);
});
