import { expect, test } from 'vitest';
import { fastest, threadCounts } from '../../../src-main/engine-process/measure-threads.ts';

test('one, half and all cores are tried, each once', () => {
  expect([1, 2, 3, 8].map(threadCounts)).toEqual([[1], [2, 1], [3, 2, 1], [8, 4, 1]]);
});

test('the fastest count wins, and of near equal ones the largest', () => {
  expect(
    fastest([
      [8, 40],
      [4, 30],
      [1, 90],
    ]),
  ).toBe(4);
  expect(
    fastest([
      [8, 40],
      [4, 39.5],
      [1, 90],
    ]),
  ).toBe(8);
  expect(
    fastest([
      [2, 5],
      [1, 3],
    ]),
  ).toBe(1);
});
