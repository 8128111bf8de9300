import { beforeAll, expect, it } from 'vitest';
import { loadRowKernels, type RowKernels } from '../../../src-main/scoring-process/row-kernels.ts';
import { compileKernels } from '../../../scripts/build-kernels.mjs';
import { randomOf } from '../../builders/random.ts';

let module: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  module = await compileKernels({ source: 'score.ts' });
});

/** What float64 makes of a row. */
function referenceOf(row: Float32Array): { logSum: number; entropy: number } {
  const highest = row.reduce((most, logit) => Math.max(most, logit), -Infinity);
  let [sum, weighted] = [0, 0];
  for (const logit of row) {
    const exponential = Math.exp(logit - highest);
    sum += exponential;
    if (exponential > 0) weighted += exponential * (logit - highest);
  }
  return { logSum: highest + Math.log(sum), entropy: Math.log(sum) - weighted / sum };
}

function fill(kernels: RowKernels, seed: number, spread: number): void {
  const random = randomOf(seed);
  const [one, other] = kernels.rows;
  for (let token = 0; token < one.length; token += 1) {
    one[token] = 7 + spread * (random() + random() + random() - 1.5);
    other[token] = (one[token] ?? 0) - 3 + spread * 0.1 * (random() - 0.5);
  }
}

it.each([
  [128_256, 10],
  [128_256, 60],
  [3591, 10],
  [17, 3],
  [2, 0],
  [1, 5],
])('agrees with float64 on %i tokens spread by %d', (vocabulary, spread) => {
  const kernels = loadRowKernels(module, vocabulary);
  fill(kernels, vocabulary + spread, spread);
  const [row, other] = kernels.rows;
  const [figures, others] = [kernels.figures(0, 8), kernels.figures(1, 8)];
  const [wanted, otherWanted] = [referenceOf(row), referenceOf(other)];
  expect(figures.logSum).toBeCloseTo(wanted.logSum, 6);
  expect(figures.entropy).toBeCloseTo(wanted.entropy, 5);
  expect(others.logSum).toBeCloseTo(otherWanted.logSum, 6);
  const sorted = [...row.keys()].sort((a, b) => (row[b] ?? 0) - (row[a] ?? 0) || a - b);
  expect(figures.likeliest.map(({ token }) => token)).toEqual(sorted.slice(0, Math.min(8, vocabulary)));
  for (const token of [0, vocabulary - 1, vocabulary >> 1]) {
    expect(kernels.rank(0, token)).toBe(1 + row.filter((logit) => logit > (row[token] ?? 0)).length);
  }
  let divergence = 0;
  row.forEach((logit, token) => {
    const own = logit - wanted.logSum;
    divergence += Math.exp(own) * (own - ((other[token] ?? 0) - otherWanted.logSum));
  });
  expect(kernels.divergence(figures, others)).toBeCloseTo(divergence, 6);
});

it('tells no divergence of a row from itself, and bears tokens that cannot be', () => {
  const kernels = loadRowKernels(module, 1000);
  fill(kernels, 5, 20);
  const [row, other] = kernels.rows;
  row[3] = -Infinity;
  other.set(row);
  const [figures, others] = [kernels.figures(0, 1), kernels.figures(1, 1)];
  expect(kernels.divergence(figures, others)).toBeLessThan(1e-9);
  expect(figures.logSum).toBeCloseTo(referenceOf(row).logSum, 6);
});

it('refuses logits that are no numbers, and tokens that there are not', () => {
  const kernels = loadRowKernels(module, 100);
  expect(() => kernels.rank(0, 100)).toThrow(/no token 100/);
  kernels.rows[0].fill(Number.NaN);
  expect(() => kernels.figures(0, 3)).toThrow(/no numbers/);
});

/** A port of llama.cpp's `log_softmax` of tools/perplexity/perplexity.cpp, number by number. */
function inLlamaWay(base: Float32Array, row: Float32Array): { steps: number[]; divergence: number } {
  const f = Math.fround;
  const logSumOf = (logits: Float32Array): { highest: number; logSum: number } => {
    const highest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
    const sum = logits.reduce((all, logit) => all + f(Math.exp(f(logit - highest))), 0);
    return { highest, logSum: f(Math.log(sum)) };
  };
  const { highest, logSum } = logSumOf(base);
  const lowest = Math.max(
    base.reduce((least, logit) => Math.min(least, logit), Infinity),
    f(highest - 16),
  );
  const lowestLogprob = f(f(lowest - highest) - logSum);
  const step = f(f(highest - lowest) / 65_535);
  const inverse = f(1 / step);
  const steps = [...base].map((logit) =>
    logit > lowest && step !== 0 ? nearestEven(f(inverse * f(logit - lowest))) : 0,
  );
  const other = logSumOf(row);
  const shift = f(other.highest + other.logSum);
  let divergence = 0;
  row.forEach((logit, token) => {
    const logprob = f(f(step * (steps[token] ?? 0)) + lowestLogprob);
    if (logprob > -16) divergence += f(f(Math.exp(logprob)) * f(f(logprob - logit) + shift));
  });
  return { steps, divergence };
}

function nearestEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}

it.each([
  [128_256, 30],
  [3591, 60],
  [3585, 4],
  [40, 0],
])('rounds %i logits spread by %d as llama.cpp does, and finds its divergence', (vocabulary, spread) => {
  const kernels = loadRowKernels(module, vocabulary);
  fill(kernels, spread, spread);
  const rounded = kernels.round(0, kernels.figures(0, 1));
  const wanted = inLlamaWay(...kernels.rows);
  expect([...rounded.steps]).toEqual(wanted.steps);
  expect(kernels.divergenceFrom(rounded, 1, kernels.figures(1, 1))).toBeCloseTo(wanted.divergence, 6);
  // What fills the rows up is as it was.
  expect(kernels.figures(1, 1).logSum).toBeCloseTo(referenceOf(kernels.rows[1]).logSum, 6);
});
