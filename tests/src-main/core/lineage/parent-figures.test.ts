import { expect, test } from 'vitest';
import { parentFigures, type ReadRow } from '../../../../src-main/core/lineage/parent-figures.ts';

const sum = (logprob: number, tokens = 10) => ({ tokens, logprob });
/** ln p of the chosen and the rejected answer under the child, then under the parent. */
const pair = (childChosen: number, childRejected: number, chosen: number, rejected: number): ReadRow => ({
  child: [sum(childChosen), sum(childRejected)],
  parent: [sum(chosen), sum(rejected)],
  good: true,
});

test('rewards have the parent as reference, and an equal one is wrong', () => {
  const rows = [pair(-10, -20, -12, -18), pair(-10, -10, -10, -10), pair(-30, -20, -20, -20)];
  const { preference, perplexity, rated } = parentFigures(rows, 2, 0.1);
  // 0.1 · [(−10 + 12) − (−20 + 18)] = 0.4, then 0, then −1.
  expect(preference?.margin.value).toBeCloseTo((0.4 + 0 - 1) / 3, 12);
  expect(preference?.accuracy.value).toBeCloseTo(1 / 3, 12);
  expect(preference?.childPrefers.value).toBeCloseTo(1 / 3, 12);
  expect(preference?.parentPrefers.value).toBeCloseTo(1 / 3, 12);
  expect(preference?.pValue).toBe(1);
  expect(perplexity?.tokens).toBe(30);
  expect(perplexity?.child).toBeCloseTo(Math.exp(50 / 30), 12);
  expect(perplexity?.parent).toBeCloseTo(Math.exp(42 / 30), 12);
  expect(rated).toBeNull();
});

test('one row has a share with an interval, and a mean without one', () => {
  const { preference, perplexity, rows } = parentFigures([pair(-10, -20, -12, -18)], 0, null);
  expect(rows).toBe(1);
  expect(preference?.margin).toEqual({ value: 4, low: null, high: null });
  expect(preference?.accuracy.value).toBe(1);
  // Wilson's interval of 1 of 1: z² / (1 + z²) is left out of it.
  expect(preference?.accuracy.low).toBeCloseTo(1 / (1 + 1.959963984540054 ** 2), 12);
  expect(perplexity?.ratio).toMatchObject({ low: null, high: null });
});

test('no rows give no figures, and single answers with marks have a mean reward each', () => {
  expect(parentFigures([], 3, 0.1)).toEqual({ rows: 0, tooLong: 3, preference: null, rated: null, perplexity: null });
  const single = (child: number, parent: number, good: boolean): ReadRow => ({
    ...{ child: [sum(child)], parent: [sum(parent)], good },
  });
  const { rated, preference, perplexity } = parentFigures([single(-5, -7, true), single(-9, -6, false)], 0, 0.5);
  expect(preference).toBeNull();
  expect(rated).toEqual({
    good: { value: 1, low: null, high: null },
    bad: { value: -1.5, low: null, high: null },
  });
  expect(perplexity?.child).toBeCloseTo(Math.exp(0.5), 12);
});
