import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { STOPPED_ENGINE } from '#contract/engine';
import { ModelFits } from '../../../../src-main/core/models/model-fits.ts';
import { writeShapedGguf } from '../../../builders/shaped-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

async function setUp(freeBytes: number, graphicsBytes: number | null = null, sequences = 1) {
  const path = join(await temporaryFolder(), 'model.gguf');
  await writeShapedGguf(path, {
    layers: 4,
    width: 1024,
    feedForwardWidth: 3072,
    heads: 16,
    keyValueHeads: 4,
    vocabulary: 32_000,
    contextTokens: 4096,
    type: 'Q8_0',
  });
  const machine = { freeBytes, status: STOPPED_ENGINE };
  const fits = new ModelFits({
    resolveModel: (id) => Promise.resolve({ id, name: 'Malli', path, sampling: {} }),
    status: () => machine.status,
    backends: { choose: () => Promise.resolve('cpu'), freeGraphicsBytes: () => Promise.resolve(graphicsBytes) },
    kvCacheType: () => 'f16',
    sequences: () => sequences,
    availableMemory: () => machine.freeBytes,
  });
  return { fits, machine, path };
}

test('a model’s own window bounds the one that is asked for', async () => {
  const { fits } = await setUp(8e9);
  expect(await fits.fit('m', undefined)).toMatchObject({ modelId: 'm', verdict: 'fits', contextTokens: 4096 });
  expect(await fits.fit('m', 1024)).toMatchObject({ contextTokens: 1024, cacheBytes: 2 * 2 * 4 * 256 * 1024 });
});

test('the windows of all answers that may be written at a time are counted, as far as they easily fit', async () => {
  const alone = await setUp(8e9);
  const one = await alone.fits.fit('m', 2048);
  const { fits, machine } = await setUp(8e9, null, 3);
  const three = await fits.fit('m', 2048);
  expect(three).toMatchObject({ windows: 3, contextTokens: 2048, cacheBytes: 3 * one.cacheBytes, mappedBytes: 0 });
  expect(three.neededBytes).toBe(one.neededBytes + 2 * one.cacheBytes);
  machine.freeBytes = (one.neededBytes + one.cacheBytes) / 0.84;
  expect(await fits.fit('m', 2048)).toMatchObject({ windows: 2, verdict: 'fits' });
  machine.freeBytes = one.neededBytes * 1.01;
  expect(await fits.fit('m', 2048)).toMatchObject({ windows: 1, verdict: 'tight', neededBytes: one.neededBytes });
});

test('one that does not fit is asked about once, and let through then', async () => {
  const { fits } = await setUp(2e8);
  const error: unknown = await fits.require('m', 'Malli').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SarviError);
  expect(error).toMatchObject({ code: 'model-does-not-fit', details: { modelId: 'm', name: 'Malli', free: '200 MB' } });
  fits.allow('m');
  await fits.require('m', 'Malli');
});

test('one that is loaded already, or that a graphics card takes, is let through', async () => {
  const { fits, machine } = await setUp(2e8);
  machine.status = { ...STOPPED_ENGINE, state: 'ready', modelId: 'm', backend: 'CPU', contextTokens: 4096 };
  await fits.require('m', 'Malli');
  expect((await fits.fit('m', undefined)).verdict).toBe('fits');
  const other = await setUp(3e8, 8e9);
  await other.fits.require('m', 'Malli');
  expect((await other.fits.fit('m', undefined)).graphics).toMatchObject({ layers: 5, layerCount: 5 });
});

test('a file that is gone is left to the load to tell', async () => {
  const { fits, path } = await setUp(8e9);
  await rm(path);
  await expect(fits.fit('m', undefined)).rejects.toMatchObject({ code: 'model-file-missing' });
  await fits.require('m', 'Malli');
});

test('one that lies in memory beside another is let through', async () => {
  const { fits, machine } = await setUp(2e8);
  machine.status = { ...STOPPED_ENGINE, state: 'ready', modelId: 'other', otherModelIds: ['m'] };
  await fits.require('m', 'Malli');
});

test('a model beside another has what that one leaves, once it is loaded or before', async () => {
  const { fits, path, machine } = await setUp(8e9);
  const model = { id: 'm', name: 'Malli', path, contextTokens: 512 };
  const { neededBytes, weightBytes } = await fits.fit('m', 512);
  machine.freeBytes = neededBytes / 0.84;
  expect(await fits.fitsWith(model, [])).toBe(true);
  for (const [inMemory, takenBytes] of [
    [true, weightBytes],
    [false, neededBytes],
  ] as const) {
    machine.freeBytes = neededBytes / 0.84 + takenBytes;
    expect(await fits.fitsWith(model, [{ model, inMemory }])).toBe(true);
    machine.freeBytes = neededBytes / 0.86 + takenBytes;
    expect(await fits.fitsWith(model, [{ model, inMemory }])).toBe(false);
  }
  machine.freeBytes = (await fits.fit('m', 1024)).neededBytes / 0.84;
  expect(await fits.affordableSequences(model, 2, [])).toBe(2);
  expect(await fits.affordableSequences(model, 2, [{ model, inMemory: true }])).toBe(1);
});

test('of a file that cannot be read one window is tried, and the load tells', async () => {
  const { fits, path } = await setUp(8e9);
  await rm(path);
  const model = { id: 'm', name: 'Malli', path };
  expect([await fits.affordableSequences(model, 2, []), await fits.fitsWith(model, [])]).toEqual([1, false]);
});
