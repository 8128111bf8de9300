import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { signTest } from '../../../../src-main/core/statistics/binomial.ts';
import { fitBradleyTerry } from '../../../../src-main/core/statistics/bradley-terry.ts';
import { clusteredRate } from '../../../../src-main/core/statistics/clustered-rate.ts';
import { swapped, type Decision } from '../../../../src-main/core/statistics/decision.ts';
import { modelStrengths } from '../../../../src-main/core/statistics/model-strengths.ts';
import { pairResult } from '../../../../src-main/core/statistics/pair-result.ts';
import { decisionsNeeded } from '../../../../src-main/core/statistics/prompts-needed.ts';
import { selfAgreement } from '../../../../src-main/core/statistics/self-agreement.ts';
import { sideBias } from '../../../../src-main/core/statistics/side-bias.ts';
import { studentT97_5 } from '../../../../src-main/core/statistics/student-t.ts';
import { randomOf } from '../../../builders/random.ts';

interface Reference {
  readonly pair: PairReference;
  readonly oneEach: PairReference;
  readonly bradleyTerry: { models: string[]; decisions: Decision[]; strengths: number[]; errors: number[] };
  readonly bound: { decisions: Decision[]; strength: number };
  readonly studentT: Record<string, number>;
  readonly needed: Record<string, number>;
  readonly signTest: [number, number, number][];
}

interface PairReference {
  readonly decisions: Decision[];
  readonly rate: { value: number; low: number; high: number };
  readonly sign: { wins: number; losses: number; ties: number; pValue: number };
}

/** Made by scripts/reference/vote-statistics.py with scipy and statsmodels. */
const reference = JSON.parse(readFileSync(new URL('reference-values.json', import.meta.url), 'utf8')) as Reference;

const DIGITS = 9;
const POINTS = 400 / Math.LN10;

function decided(outcome: Decision['outcome'], count: number, first = 'A', second = 'B'): Decision[] {
  return Array.from({ length: count }, (_, index) => ({ cluster: `${outcome}${index}`, first, second, outcome }));
}

describe('what scipy and statsmodels say', () => {
  test.each(['pair', 'oneEach'] as const)('of the votes on two models: %s', (name) => {
    const { decisions, rate, sign } = reference[name];
    const result = pairResult(decisions, 'A', 'B');
    expect(result.winRate?.value).toBeCloseTo(rate.value, DIGITS);
    expect(result.winRate?.low).toBeCloseTo(rate.low, DIGITS);
    expect(result.winRate?.high).toBeCloseTo(rate.high, DIGITS);
    const { pValue, ...counts } = result.sign;
    expect(counts).toEqual({ wins: sign.wins, losses: sign.losses, ties: sign.ties });
    expect(pValue).toBeCloseTo(sign.pValue, DIGITS);
  });

  test('of strengths and their clustered errors', () => {
    const { models, decisions, strengths, errors } = reference.bradleyTerry;
    const fitted = fitBradleyTerry(models, decisions);
    for (const [place, strength] of strengths.entries()) {
      expect(fitted.strengths[place]).toBeCloseTo(strength, 8);
      expect(fitted.errors[place]).toBeCloseTo(errors[place] ?? NaN, 8);
    }
  });

  test('of a model that won everything', () => {
    const [, , winner] = modelStrengths(['A', 'B', 'C'], reference.bound.decisions);
    expect(winner).toMatchObject({ columnId: 'C', kind: 'at-least' });
    expect(winner?.kind === 'at-least' ? winner.bound : NaN).toBeCloseTo(1000 + POINTS * reference.bound.strength, 6);
  });

  test('of exact tests, quantiles and the votes that a difference needs', () => {
    for (const [wins, losses, pValue] of reference.signTest) expect(signTest(wins, losses)).toBeCloseTo(pValue, DIGITS);
    for (const [freedom, quantile] of Object.entries(reference.studentT)) {
      expect(studentT97_5(Number(freedom))).toBeCloseTo(quantile, DIGITS);
    }
    for (const [share, needed] of Object.entries(reference.needed)) expect(decisionsNeeded(Number(share))).toBe(needed);
  });
});

test('votes that nobody cast give no numbers, and one prompt gives no limits', () => {
  expect(clusteredRate([])).toBeNull();
  expect(pairResult([], 'A', 'B')).toMatchObject({ votes: 0, winRate: null, sign: { pValue: 1 }, needed: null });
  expect(clusteredRate([{ cluster: 'one', value: 1 }])).toEqual({ value: 1, low: 0, high: 1 });
  expect(sideBias([])).toEqual({ first: 0, second: 0, rate: null, pValue: 1 });
  expect(selfAgreement([])).toEqual({ repeats: 0, agreed: 0, rate: null });
});

test('the votes of one prompt, in whatever language, count as one at most', () => {
  const one = decided('first', 12);
  const many = one.flatMap((decision) => [decision, decision, decision]);
  expect(pairResult(many, 'A', 'B').winRate).toEqual(pairResult(one, 'A', 'B').winRate);
  expect(pairResult(many, 'A', 'B').sign).toEqual(pairResult(one, 'A', 'B').sign);
});

test('two bad answers are half a win, and are told apart from ties', () => {
  const result = pairResult([...decided('tie', 3), ...decided('both-bad', 2), ...decided('first', 5)], 'A', 'B');
  expect(result).toMatchObject({ votes: 10, ties: 3, bothBad: 2, wins: 5, losses: 0, winRate: { value: 0.75 } });
});

test('no vote depends on the side, or on the order of models and votes', () => {
  const { models, decisions } = reference.bradleyTerry;
  const random = randomOf(5);
  const mixed = decisions
    .map((decision) => ({ key: random(), decision: random() < 0.5 ? swapped(decision) : decision }))
    .sort((a, b) => a.key - b.key)
    .map(({ decision }) => decision);
  const turned = modelStrengths([...models].reverse(), mixed).reverse();
  for (const [place, strength] of modelStrengths(models, decisions).entries()) {
    const other = turned[place];
    if (strength.kind !== 'estimate' || other?.kind !== 'estimate') throw new Error('every model has a number here');
    expect(other.rating.value).toBeCloseTo(strength.rating.value, 6);
    expect(other.rating.high).toBeCloseTo(strength.rating.high, 6);
  }
  const [straight, other] = [pairResult(decisions, 'A', 'B'), pairResult(mixed, 'B', 'A')];
  expect(other.winRate?.low).toBeCloseTo(1 - (straight.winRate?.high ?? NaN), DIGITS);
  expect(other.wins).toBe(straight.losses);
});

test('who lost everything has a bound, who was never compared has nothing, and a chain holds to its middle', () => {
  const chain = [...decided('first', 8, 'A', 'B'), ...decided('first', 8, 'B', 'C')];
  expect(modelStrengths(['A', 'B', 'C', 'D'], chain)).toMatchObject([
    { columnId: 'A', kind: 'at-least' },
    { columnId: 'B', kind: 'estimate', rating: { value: 1000 } },
    { columnId: 'C', kind: 'at-most' },
    { columnId: 'D', kind: 'unknown' },
  ]);
  expect(modelStrengths(['A', 'B', 'C'], [])).toMatchObject(
    ['A', 'B', 'C'].map((columnId) => ({ columnId, kind: 'unknown' })),
  );
});

test('a model that beat only one that beat the others has a direction and no bound', () => {
  const votes = [...decided('tie', 6, 'A', 'B'), ...decided('first', 6, 'C', 'A'), ...decided('first', 6, 'D', 'C')];
  expect(modelStrengths(['A', 'B', 'C', 'D'], votes)).toMatchObject([
    { kind: 'estimate' },
    { kind: 'estimate' },
    { kind: 'at-least', bound: expect.any(Number) as number },
    { kind: 'at-least', bound: null },
  ]);
});

test('bounds and limits stay finite for any votes', () => {
  const random = randomOf(11);
  const outcomes = ['first', 'second', 'tie', 'both-bad'] as const;
  for (let round = 0; round < 200; round += 1) {
    const models = ['A', 'B', 'C', 'D'].slice(0, 2 + Math.floor(random() * 3));
    const decisions = Array.from({ length: Math.floor(random() * 30) }, (): Decision => {
      const first = models[Math.floor(random() * models.length)] ?? 'A';
      const others = models.filter((model) => model !== first);
      const second = others[Math.floor(random() * others.length)] ?? 'B';
      const outcome = outcomes[Math.floor(random() * (round % 2 === 0 ? 4 : 1))] ?? 'first';
      return { cluster: `c${Math.floor(random() * 8)}`, first, second, outcome };
    });
    const numbers = JSON.stringify(
      [modelStrengths(models, decisions), pairResult(decisions, 'A', 'B')],
      (_key, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? 'not finite' : value),
    );
    expect(numbers).not.toContain('not finite');
  }
});

test('agreement is with oneself: what came back swapped and got the other side agrees', () => {
  const [before, other] = decided('first', 2);
  if (!before || !other) throw new Error('there are two');
  const again: Decision = { ...before, first: 'B', second: 'A', outcome: 'second' };
  const changed: Decision = { ...other, first: 'B', second: 'A', outcome: 'first' };
  expect(
    selfAgreement([
      { before, again },
      { before: other, again: changed },
    ]),
  ).toMatchObject({ repeats: 2, agreed: 1 });
});
