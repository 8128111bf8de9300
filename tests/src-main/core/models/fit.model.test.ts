import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { STOPPED_ENGINE } from '#contract/engine';
import { DEFAULT_SETTINGS } from '#contract/settings';
import { ModelFits } from '../../../../src-main/core/models/model-fits.ts';
import { answer, openTestEngine, user } from '../../../builders/engine.ts';
import { writeShapedGguf, type ModelShape } from '../../../builders/shaped-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const BASE: ModelShape = {
  layers: 4,
  width: 1024,
  feedForwardWidth: 3072,
  heads: 16,
  keyValueHeads: 4,
  vocabulary: 32_000,
  contextTokens: 32_768,
  type: 'Q8_0',
};

const SHAPES: [string, Partial<ModelShape>, number][] = [
  ['many layers of 4 bits, which are packed anew', { layers: 8, type: 'Q4_K' }, 4096],
  ['a long window', { keyValueHeads: 16 }, 16_384],
  ['a large vocabulary', { layers: 2, vocabulary: 128_256 }, 2048],
  ['wide layers', { layers: 3, width: 2048, feedForwardWidth: 8192, heads: 32 }, 2048],
];

/** What a process uses is told by Linux alone. */
test.runIf(process.platform === 'linux').each(SHAPES)('%s', async (name, shape, contextTokens) => {
  const path = join(await temporaryFolder(), 'model.gguf');
  await writeShapedGguf(path, { ...BASE, ...shape });
  const sequences = (): number => DEFAULT_SETTINGS.parallelAnswers;
  const fits = new ModelFits({
    resolveModel: (id) => Promise.resolve({ id, name, path, sampling: {}, contextTokens }),
    status: () => STOPPED_ENGINE,
    backends: { choose: () => Promise.resolve('cpu'), freeGraphicsBytes: () => Promise.resolve(null) },
    kvCacheType: () => DEFAULT_SETTINGS.kvCacheType,
    sequences,
    availableMemory: () => 64e9,
  });
  const { engine, children } = openTestEngine({ sequences });
  const model = { id: 'shaped', name, path, contextTokens };
  await answer(engine, model, [user('a b '.repeat(140))], { maxTokens: 2 });
  const processId = children[0]?.processId ?? expect.unreachable();
  // What is used from here on, and not what loading has touched once.
  await writeFile(`/proc/${processId}/clear_refs`, '1');
  await answer(engine, model, [user('b a '.repeat(140))], { maxTokens: 2 });
  const fit = await fits.fit('shaped', undefined);
  expect(fit).toMatchObject({ verdict: 'fits', windows: 2, contextTokens });
  const estimate = fit.neededBytes;
  const used = await usedBytes(processId, path);
  expect(estimate / used).toBeGreaterThan(0.9);
  expect(estimate / used).toBeLessThan(1.1);
});

/**
 * Memory of its own, weights that have been read, and code. The file stays mapped where its weights have been packed
 * anew, without being read again, so the resident size alone would count them twice.
 */
async function usedBytes(processId: number, modelPath: string): Promise<number> {
  let sum = 0;
  let isModel = false;
  for (const line of (await readFile(`/proc/${processId}/smaps`, 'utf8')).split('\n')) {
    const mapping = /^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \d+ *(.*)$/.exec(line);
    if (mapping) isModel = mapping[1] === modelPath;
    const [, field, kilobytes] = /^(\w+): +(\d+) kB$/.exec(line) ?? [];
    if (field === (isModel ? 'Referenced' : 'Rss')) sum += Number(kilobytes) * 1024;
  }
  return sum;
}
