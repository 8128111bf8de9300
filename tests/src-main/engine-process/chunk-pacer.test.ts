import { expect, test } from 'vitest';
import { ChunkPacer } from '../../../src-main/engine-process/chunk-pacer.ts';

test('chunks grow on a fast machine up to the largest and stay whole steps', () => {
  const pacer = new ChunkPacer(512);
  const sizes = Array.from({ length: 5 }, () => {
    const { size } = pacer;
    pacer.report(size, size / 10);
    return size;
  });
  expect(sizes).toEqual([32, 128, 512, 512, 512]);
});

test('chunks shrink to what a slow machine reads in a second, but not to nothing', () => {
  const pacer = new ChunkPacer(512);
  for (let count = 0; count < 3; count += 1) pacer.report(pacer.size, 1);
  expect(pacer.size).toBe(512);
  pacer.report(512, 5000);
  expect(pacer.size).toBe(96);
  pacer.report(96, 60_000);
  expect(pacer.size).toBe(32);
});

test('a batch smaller than the smallest chunk is the chunk', () => {
  const pacer = new ChunkPacer(16);
  pacer.report(16, 1);
  expect(pacer.size).toBe(16);
});
