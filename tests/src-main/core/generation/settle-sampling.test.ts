import { expect, test } from 'vitest';
import { DEFAULT_SAMPLING } from '#contract/sampling';
import { settleSampling } from '../../../../src-main/core/generation/settle-sampling.ts';

test('the nearest choice of each field wins, and no choice is the default', () => {
  expect(settleSampling({})).toEqual({ ...DEFAULT_SAMPLING, seed: null });
  expect(
    settleSampling(
      { temperature: 0 },
      { temperature: 1, topK: 40 },
      { temperature: 0.6, topK: 20, topP: 0.9, seed: 5 },
    ),
  ).toEqual({ ...DEFAULT_SAMPLING, temperature: 0, topK: 40, topP: 0.9, seed: 5 });
});

test('a field that is there but undefined is no choice', () => {
  expect(settleSampling({ temperature: undefined }, { temperature: 1 }).temperature).toBe(1);
});
