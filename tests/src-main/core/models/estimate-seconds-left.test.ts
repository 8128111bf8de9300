import { expect, test } from 'vitest';
import { estimateSecondsLeft } from '../../../../src-main/core/models/estimate-seconds-left.ts';

test('what an earlier run has written says nothing of the speed', () => {
  expect(estimateSecondsLeft({ bytesDone: 500, bytesTotal: 1000, resumedBytes: 0 }, 10_000)).toBe(10);
  expect(estimateSecondsLeft({ bytesDone: 500, bytesTotal: 1000, resumedBytes: 400 }, 10_000)).toBe(50);
});

test('the first figures are not told', () => {
  expect(estimateSecondsLeft({ bytesDone: 19, bytesTotal: 1000, resumedBytes: 0 }, 1000)).toBeNull();
  expect(estimateSecondsLeft({ bytesDone: 900, bytesTotal: 1000, resumedBytes: 900 }, 1000)).toBeNull();
  expect(estimateSecondsLeft({ bytesDone: 0, bytesTotal: 0, resumedBytes: 0 }, 1000)).toBeNull();
});
