/** Against figures of alpaca_eval 0.6.6 and scikit-learn 1.9.1 (scripts/reference/alpaca-eval-figures.py). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  lengthControlledWinRate,
  type ComparedPair,
} from '../../../../../src-main/core/evaluation/alpaca-eval/length-controlled.ts';
import { isSwitched, LABELS, preferenceOf } from '../../../../../src-main/core/evaluation/alpaca-eval/preference.ts';
import { computeWinRate } from '../../../../../src-main/core/evaluation/alpaca-eval/win-rate.ts';

interface Controlled {
  readonly lc: number;
  readonly lcError: number;
  readonly coef: readonly number[];
  readonly C: number;
}

interface ReferenceCase {
  readonly pairs: readonly [baselineLength: number, modelLength: number, preference: number | null][];
  readonly gamed: readonly [
    index: number,
    preference: number | null,
    length: number,
    difficulty: number,
    isBaseline: boolean,
  ][];
  readonly raw: Readonly<Record<string, number>>;
  readonly v1: Controlled;
  readonly minimal: Controlled;
}

const [orderLine = '', preferenceLine = '', ...caseLines] = readFileSync(
  join(import.meta.dirname, 'reference-figures.jsonl'),
  'utf8',
)
  .trimEnd()
  .split('\n');
const reference = {
  orders: JSON.parse(orderLine) as [text: string, switched: boolean][],
  preferences: JSON.parse(preferenceLine) as [top: [token: string, logprob: number][], preference: number | null][],
  cases: caseLines.map((line) => JSON.parse(line) as ReferenceCase),
};

/** As the script writes it: some characters take two units in JavaScript and one in Python. */
const textOf = (length: number): string => (length % 7 === 0 ? '🙂' : 'a').repeat(length);

const pairsOf = ({ pairs }: ReferenceCase): ComparedPair[] =>
  pairs.map(([baseline, model, preference], index) => ({
    index,
    baselineOutput: textOf(baseline),
    modelOutput: textOf(model),
    preference,
  }));

test('shows the answers in the official order', () => {
  expect(reference.orders.map(([text]) => [text, isSwitched(text)])).toEqual(reference.orders);
});

test('finds the preference that the official parser finds', () => {
  for (const [top, expected] of reference.preferences) {
    const shown = new Map(top.map(([token, logprob]) => [token, Math.exp(logprob)]));
    const found = preferenceOf(
      LABELS.map((label) => shown.get(label) ?? null),
      false,
    );
    if (expected === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(expected, 10);
  }
  expect(new Set(reference.preferences.map(([, preference]) => preference === null)).size).toBe(2);
});

describe.each(reference.cases.map((each) => [each.pairs.length, each] as const))('%i instructions', (_, given) => {
  test('have the win rate of alpaca_eval', () => {
    const preferences = given.pairs.flatMap(([, , preference]) => preference ?? []);
    const found = computeWinRate(preferences);
    expect(found?.winRate).toBeCloseTo(given.raw['win_rate'] ?? 0, 9);
    expect(found?.standardError).toBeCloseTo(given.raw['standard_error'] ?? 0, 9);
    expect(found?.discreteWinRate).toBeCloseTo(given.raw['discrete_win_rate'] ?? 0, 9);
    expect(found).toMatchObject({
      wins: given.raw['n_wins'],
      baselineWins: given.raw['n_wins_base'],
      draws: given.raw['n_draws'],
      total: given.raw['n_total'],
    });
  });

  test('have the length-controlled win rate of alpaca_eval, with the difficulties and without', () => {
    const gamed = given.gamed.map(([index, preference, lengthDifference, difficulty, isBaseline]) => ({
      index,
      preference,
      lengthDifference,
      difficulty,
      isBaseline,
    }));
    const full = lengthControlledWinRate(pairsOf(given), gamed);
    // liblinear stops a little before the lowest point.
    expect(full?.winRate).toBeCloseTo(given.v1.lc, 2);
    expect(full?.standardError).toBeCloseTo(given.v1.lcError, 2);
    expect(full?.inverseStrength).toBeCloseTo(given.v1.C, 6);
    const { length = 0, difficulty = 0, model = 0 } = full?.coefficients ?? {};
    for (const [index, each] of [length, difficulty ?? 0, model].entries()) {
      expect(each).toBeCloseTo(given.v1.coef[index] ?? 0, 3);
    }
    const minimal = lengthControlledWinRate(pairsOf(given), null);
    expect(minimal?.winRate).toBeCloseTo(given.minimal.lc, 2);
  });
});
