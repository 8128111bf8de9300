import { expect, test } from 'vitest';
import { bootstrapClusters } from '../../../../src-main/core/statistics/cluster-bootstrap.ts';
import { mcNemar, type PairedVerdict } from '../../../../src-main/core/statistics/paired-verdicts.ts';
import { wilsonInterval } from '../../../../src-main/core/statistics/wilson-interval.ts';

const DIGITS = 9;

/** Printed by scripts/reference/paired-statistics.py, with statsmodels and scipy. */
const MCNEMAR = [
  [101, 121, 59, 33, 4.4344492637551645e-6, 0.11561036727048439, 0.2767946960206548],
  [794, 150, 86, 570, 3.715936139571387e-5, 0.021217189117972622, 0.05868293572597245],
  [400, 30, 12, 99, 0.007915897334896727, 0.009644825570159363, 0.0566535169712771],
  [7, 0, 0, 3, 1, -0.1633303320450045, 0.1633303320450045],
  [50, 25, 25, 4, 1, -0.1320466275293817, 0.1320466275293817],
] as const;
const WILSON = [
  [431, 541, 0.7607215694637552, 0.8284406442466374],
  [350, 541, 0.6057708830110716, 0.686057129387534],
  [0, 10, 0, 0.27753279986288926],
  [10, 10, 0.7224672001371106, 1],
  [37, 104, 0.27040432529095976, 0.4514095269318629],
] as const;

function pairsOf(both: number, onlyA: number, onlyB: number, neither: number): PairedVerdict[] {
  const many = (count: number, a: boolean, b: boolean): PairedVerdict[] =>
    Array.from({ length: count }, () => ({ a, b }));
  return [
    ...many(both, true, true),
    ...many(onlyA, true, false),
    ...many(onlyB, false, true),
    ...many(neither, false, false),
  ];
}

test.each(MCNEMAR)('McNemar of %d both, %d and %d alone, %d neither', (both, onlyA, onlyB, neither, p, low, high) => {
  const found = mcNemar(pairsOf(both, onlyA, onlyB, neither));
  expect(found).toMatchObject({ both, onlyA, onlyB, neither });
  expect(found.pValue).toBeCloseTo(p, DIGITS);
  expect(found.difference?.value).toBeCloseTo((onlyA - onlyB) / (both + onlyA + onlyB + neither), DIGITS);
  expect(found.difference?.low).toBeCloseTo(low, DIGITS);
  expect(found.difference?.high).toBeCloseTo(high, DIGITS);
});

test('a difference has its value within its interval, and within -1 and 1', () => {
  for (let onlyA = 0; onlyA <= 6; onlyA += 1) {
    for (let onlyB = 0; onlyB <= 6; onlyB += 1) {
      for (const rest of [0, 1, 40]) {
        const { difference, pValue } = mcNemar(pairsOf(rest, onlyA, onlyB, 0));
        if (onlyA + onlyB + rest === 0) {
          expect(difference).toBeNull();
          continue;
        }
        const { value, low, high } = difference ?? { value: NaN, low: NaN, high: NaN };
        expect(low >= -1 && low <= value && value <= high && high <= 1 && low < high).toBe(true);
        expect(pValue > 0 && pValue <= 1).toBe(true);
      }
    }
  }
});

test.each(WILSON)("Wilson's interval of %d among %d", (hits, samples, low, high) => {
  const found = wilsonInterval(hits, samples);
  expect(found?.value).toBeCloseTo(hits / samples, DIGITS);
  expect(found?.low).toBeCloseTo(low, DIGITS);
  expect(found?.high).toBeCloseTo(high, DIGITS);
  expect(wilsonInterval(0, 0)).toBeNull();
});

const TURNS = Array.from({ length: 80 }, (_, i) => [((i * 7) % 10) + 1, ((i * 3 + 1) % 10) + 1]);

function meanOf(questions: readonly (readonly number[])[]): number {
  const scores = questions.flat();
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

test('questions drawn whole give the error that scipy gives, and the same one for the same seed', () => {
  const found = bootstrapClusters(TURNS, meanOf, { seed: 7, rounds: 20_000 });
  expect(found?.value).toBeCloseTo(5.5, DIGITS);
  expect(found?.standardError).toBeCloseTo(0.2239454865930971, 2);
  expect(found?.low).toBeCloseTo(5.0625, 1);
  expect(found?.high).toBeCloseTo(5.9375, 1);
  expect(bootstrapClusters(TURNS, meanOf, { seed: 3 })).toEqual(bootstrapClusters(TURNS, meanOf, { seed: 3 }));
  expect(bootstrapClusters(TURNS, meanOf, { seed: 3 })).not.toEqual(bootstrapClusters(TURNS, meanOf, { seed: 4 }));
});

test('both turns of a question are drawn together: copies of a score make nothing more certain', () => {
  const once = bootstrapClusters(
    TURNS.map(([first = 0]) => [first]),
    meanOf,
  );
  const thrice = bootstrapClusters(
    TURNS.map(([first = 0]) => [first, first, first]),
    meanOf,
  );
  expect(thrice).toEqual(once);
});

test('one question, and scores that were all dropped, give no interval', () => {
  expect(bootstrapClusters([[1]], meanOf)).toBeNull();
  expect(bootstrapClusters([[], []], meanOf)).toBeNull();
  const mostlyDropped = bootstrapClusters([[], [], [4], [6]], meanOf);
  expect(mostlyDropped?.value).toBe(5);
  expect(Number.isFinite(mostlyDropped?.standardError)).toBe(true);
});
