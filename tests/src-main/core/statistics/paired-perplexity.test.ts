import { expect, it } from 'vitest';
import { meanOf, pairedPerplexity, perplexityOf } from '../../../../src-main/core/statistics/paired-perplexity.ts';
import { randomOf } from '../../../builders/random.ts';

/** The same by other formulas: from the differences of the pairs. */
function standardError(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / values.length / (values.length - 1));
}

it('pairs samples: the error of the ratio is that of the differences, far below that of each', () => {
  const random = randomOf(7);
  const base = Array.from({ length: 500 }, () => random() * 5);
  const model = base.map((sample) => sample + 0.1 + random() * 0.02);
  const found = pairedPerplexity(model, base);
  const differences = model.map((sample, index) => sample - (base[index] ?? 0));
  const mean = differences.reduce((sum, value) => sum + value, 0) / 500;
  expect(found.logRatio.value).toBeCloseTo(mean, 10);
  expect(found.logRatio.error).toBeCloseTo(standardError(differences), 8);
  expect(found.ratio.value).toBeCloseTo(found.perplexity.value / found.base.value, 10);
  expect(found.difference.value).toBeCloseTo(found.perplexity.value - found.base.value, 10);
  expect(found.correlation).toBeGreaterThan(0.999);
  expect(found.perplexity).toEqual(perplexityOf(model));
  expect(found.perplexity.error).toBeCloseTo(found.perplexity.value * standardError(model), 8);
  expect(found.logRatio.error).toBeLessThan(found.perplexity.error / found.perplexity.value / 50);
});

it('gives no error of ten samples or of equal ones, as llama.cpp does, and refuses pairs of other texts', () => {
  expect(meanOf(Array.from({ length: 10 }, (_, index) => index))).toEqual({ value: 4.5, error: 0 });
  expect(meanOf(Array.from({ length: 11 }, (_, index) => index)).error).toBeCloseTo(1, 10);
  expect(meanOf([])).toEqual({ value: 0, error: 0 });
  const same = Array.from({ length: 20 }, () => 2);
  expect(pairedPerplexity(same, same)).toMatchObject({ logRatio: { value: 0, error: 0 }, difference: { value: 0 } });
  expect(() => pairedPerplexity([1], [1, 2])).toThrow(RangeError);
});
