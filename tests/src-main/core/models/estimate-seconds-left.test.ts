import { expect, test } from 'vitest';
import type { ConversionProgress } from '../../../../src-main/core/convert/conversion-protocol.ts';
import { secondsLeftEstimator } from '../../../../src-main/core/models/estimate-seconds-left.ts';

type Step = readonly [elapsedMs: number, bytesDone: number, resumedBytes?: number, phase?: ConversionProgress['phase']];

/** The estimate after the last of these steps to 1000 bytes. */
function estimateAfter(...steps: readonly Step[]): number | null {
  let elapsed = 0;
  const estimate = secondsLeftEstimator(() => elapsed);
  let last: number | null = null;
  for (const [elapsedMs, bytesDone, resumedBytes = 0, phase = 'converting'] of steps) {
    elapsed = elapsedMs;
    last = estimate({ phase, bytesDone, bytesTotal: 1000, resumedBytes });
  }
  return last;
}

test('what an earlier run has written says nothing of the speed', () => {
  expect(estimateAfter([0, 0], [10_000, 500])).toBe(10);
  expect(estimateAfter([0, 0], [10_000, 500, 400])).toBe(50);
});

test('neither does what came before the first rows', () => {
  expect(estimateAfter([10, 0, 0, 'reading'], [2000, 100], [6000, 300])).toBe(14);
  expect(estimateAfter([10, 0, 0, 'reading'], [2000, 100, 50], [6000, 300, 100])).toBeCloseTo((700 * 4) / 150);
});

test('the first figures are not told, nor is a time for the checks at the end', () => {
  expect(estimateAfter([0, 0, 0, 'reading'])).toBeNull();
  expect(estimateAfter([0, 0])).toBeNull();
  expect(estimateAfter([0, 0], [1000, 19])).toBeNull();
  expect(estimateAfter([0, 500], [1000, 509])).toBeNull();
  expect(estimateAfter([0, 0], [1000, 900, 900])).toBeNull();
  expect(estimateAfter([0, 0], [1000, 500], [2000, 1000, 0, 'checking'])).toBeNull();
});
