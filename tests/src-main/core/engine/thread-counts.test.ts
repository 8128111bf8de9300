import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ThreadCounts } from '../../../../src-main/core/engine/thread-counts.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const LOG = { info: () => {}, warn: () => {}, error: () => {} };
const IDLE = { processor: 'one', isBusy: () => false };

test('a count is kept for the next start, until the file or the processor is another', async () => {
  const folder = await temporaryFolder();
  const [kept, model] = [join(folder, 'threads.json'), join(folder, 'model.gguf')];
  await writeFile(model, 'weights');
  const first = new ThreadCounts(kept, LOG, IDLE);
  expect(await first.get(model)).toBeNull();
  await first.put(model, 3);
  expect(await new ThreadCounts(kept, LOG, IDLE).get(model)).toBe(3);
  expect(await new ThreadCounts(kept, LOG, { ...IDLE, processor: 'other' }).get(model)).toBeNull();
  await utimes(model, 1, 1);
  expect(await new ThreadCounts(kept, LOG, IDLE).get(model)).toBeNull();
});

test('a damaged file counts as none, and one that cannot be written is no failure', async () => {
  const folder = await temporaryFolder();
  const [kept, model] = [join(folder, 'threads.json'), join(folder, 'model.gguf')];
  await writeFile(model, 'weights');
  for (const text of ['{', '{"processor":"one","threads":{"a":0}}']) {
    await writeFile(kept, text);
    expect(await new ThreadCounts(kept, LOG, IDLE).get(model)).toBeNull();
  }
  const nowhere = new ThreadCounts(join(folder, 'missing', 'threads.json'), LOG, IDLE);
  await nowhere.put(model, 2);
  expect(await nowhere.get(model)).toBe(2);
});

test('what a busy machine gave holds until the app ends only', async () => {
  const folder = await temporaryFolder();
  const [kept, model] = [join(folder, 'threads.json'), join(folder, 'model.gguf')];
  await writeFile(model, 'weights');
  const busy = new ThreadCounts(kept, LOG, { ...IDLE, isBusy: () => true });
  await busy.put(model, 1);
  expect([await busy.get(model), await new ThreadCounts(kept, LOG, IDLE).get(model)]).toEqual([1, null]);
});
