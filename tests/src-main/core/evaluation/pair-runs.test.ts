import { expect, test } from 'vitest';
import type { EvaluationSample, Judgement } from '#contract/evaluations';
import { pairRuns } from '../../../../src-main/core/evaluation/pair-runs.ts';
import { withInterval } from '../../../../src-main/core/evaluation/with-interval.ts';
import { wilsonInterval } from '../../../../src-main/core/statistics/wilson-interval.ts';
import { buildInstruction, buildMetric, buildSample } from '../../../builders/fake-evaluations.ts';

const followed = (...verdicts: readonly (readonly [strict: boolean, loose: boolean])[]): Judgement => ({
  kind: 'instructions',
  instructions: verdicts.map(([strict, loose]) => buildInstruction({ strict, loose })),
});

const scored = (...scores: readonly (number | null)[]): Judgement => ({
  kind: 'scores',
  turns: scores.map((score) => ({ score, by: 'judge', promptKind: 'single-v1', judged: null, at: 1 })),
});

const preferred = (preference: number | null): Judgement => ({
  kind: 'preference',
  preference,
  by: 'judge',
  orders: [],
  baseline: { generator: 'base', output: '' },
  at: 1,
});

const runOf = (judgements: readonly (Judgement | null)[]): EvaluationSample[] =>
  judgements.map((judgement, index) => buildSample({ key: String(index), judgement }));

test('whole prompts are paired, strictly and loosely', () => {
  const own = runOf([followed([true, true], [true, true]), followed([true, true]), followed([false, true]), null]);
  const other = runOf([followed([true, true], [false, true]), followed([true, true]), followed([false, false]), null]);
  const { samples, verdicts, means } = pairRuns(own, other);
  expect([samples, means]).toEqual([3, null]);
  expect(verdicts?.strict).toMatchObject({ both: 1, onlyOwn: 1, onlyOther: 0, neither: 1, pValue: 1 });
  expect(verdicts?.loose).toMatchObject({ both: 2, onlyOwn: 1, onlyOther: 0, neither: 0 });
  expect(verdicts?.strict.difference?.value).toBeCloseTo(1 / 3, 12);
});

test('samples are the same by their key and their question, so runs of other data have none in common', () => {
  const own = runOf([followed([true, true])]);
  const renamed = own.map((sample) => ({ ...sample, turns: ['Another question'] }));
  const further = own.map((sample) => ({ ...sample, turns: [...sample.turns, 'And then?'] }));
  for (const other of [renamed, further, [], runOf([null])]) {
    expect(pairRuns(own, other)).toEqual({ samples: 0, verdicts: null, means: null });
  }
});

test('scores are compared in turns that both have, and questions are drawn whole', () => {
  const own = runOf([scored(8, 6), scored(7, null), scored(null, null), scored(9, 9)]);
  const other = runOf([scored(6, 6), scored(5, 9), scored(4, 4), scored(9, 5)]);
  const { samples, verdicts, means } = pairRuns(own, other);
  expect([samples, verdicts]).toEqual([4, null]);
  expect(means?.unit).toBe('score');
  expect(means?.own).toBeCloseTo((8 + 6 + 7 + 9 + 9) / 5, 12);
  expect(means?.other).toBeCloseTo((6 + 6 + 5 + 9 + 5) / 5, 12);
  expect(means?.difference.value).toBeCloseTo(8 / 5, 12);
  expect(means && means.difference.low < 1.6 && means.difference.high > 1.6).toBe(true);
  expect(pairRuns(own, other)).toEqual(pairRuns(own, other));
  expect(pairRuns(own, own).means?.difference).toEqual({ value: 0, low: 0, high: 0, standardError: 0 });
});

test('preferences are paired as win rates, and one question gives no interval', () => {
  const own = runOf([preferred(2), preferred(1.5), preferred(null)]);
  const other = runOf([preferred(1), preferred(1.5), preferred(2)]);
  expect(pairRuns(own, other).means).toMatchObject({ unit: 'percent', own: 75, other: 25 });
  expect(pairRuns(own.slice(0, 1), other.slice(0, 1)).means).toBeNull();
});

const wilsonOf = (hits: number, samples: number): object => {
  const found = wilsonInterval(hits, samples);
  return { low: found?.low, high: found?.high };
};

test('a share has the interval of Wilson, and anything else that of its error, within its bounds', () => {
  const share = withInterval(buildMetric({ value: 431 / 541, samples: 541 }));
  expect(share.interval?.by).toBe('wilson');
  expect(share.interval?.low).toBeCloseTo(0.7607215694637552, 12);
  expect(
    withInterval(buildMetric({ value: 1, samples: 1, standardError: null, errorBy: null })).interval?.low,
  ).toBeCloseTo(0.2065493143772374, 12);
  const instructions = buildMetric({ value: 0.5, standardError: 0.125, errorBy: 'bootstrap', samples: 104 });
  expect(withInterval(instructions).interval).toEqual({ ...wilsonOf(0.5 * 16, 16), by: 'wilson' });
  // No instruction was followed: the resampled ones are all 0, and the true share need not be.
  const none = buildMetric({ value: 0, standardError: 0, errorBy: 'bootstrap', samples: 4 });
  expect(withInterval(none).interval).toEqual({ ...wilsonOf(0, 4), by: 'wilson' });
  expect(withInterval(none).interval?.high).toBeGreaterThan(0.4);
  const score = buildMetric({ value: 9.9, unit: 'score', standardError: 0.2 });
  expect(withInterval(score).interval).toMatchObject({ high: 10, by: 'error' });
  expect(withInterval(buildMetric({ unit: 'percent', value: 20, standardError: null })).interval).toBeNull();
});
