import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ChunkTask } from '../../../src-main/convert-process/encode-chunk.ts';
import { WorkerPool } from '../../../src-main/convert-process/worker-pool.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

/** Answers each task, notes its number in the task's output, and dies of task 7. */
const WORKER = `
import { parentPort } from 'node:worker_threads';
let taken = 0;
parentPort.on('message', ({ tensor, output }) => {
  if (tensor === '7') throw new Error('an end');
  taken += 1;
  new Uint32Array(output)[Number(tensor)] = taken;
  parentPort.postMessage(tensor === '3' ? { code: 'tensor-not-finite', details: { tensor }, message: '' } : null);
});
`;

async function pool(size: number): Promise<WorkerPool> {
  const path = join(await temporaryFolder(), 'worker.mjs');
  await writeFile(path, WORKER);
  return new WorkerPool(path, '', size);
}

function task(number: number, output: SharedArrayBuffer): ChunkTask {
  return { tensor: String(number), output } as ChunkTask;
}

test('every chunk is answered once, an error to whom it concerns', async () => {
  const workers = await pool(3);
  const output = new SharedArrayBuffer(4 * 6);
  const outcomes = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((number) => workers.encode(task(number, output))));
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
  expect(outcomes[3]).toMatchObject({ reason: { code: 'tensor-not-finite', details: { tensor: '3' } } });
  expect([...new Uint32Array(output)].every((taken) => taken > 0)).toBe(true);
  await workers.dispose();
});

test('a thread that dies fails what it had, and the last one fails everything', async () => {
  const workers = await pool(1);
  const output = new SharedArrayBuffer(4 * 10);
  await workers.encode(task(0, output));
  const outcomes = await Promise.allSettled([7, 1, 2, 4].map((number) => workers.encode(task(number, output))));
  expect(outcomes.map(({ status }) => status)).toEqual(Array<string>(4).fill('rejected'));
  await expect(workers.encode(task(5, output))).rejects.toMatchObject({ code: 'internal' });
  await workers.dispose();
});
