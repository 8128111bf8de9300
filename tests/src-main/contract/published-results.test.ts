import { expect, test } from 'vitest';
import { PUBLISHED_CONDITIONS, PUBLISHED_RESULTS, PUBLISHED_SOURCE } from '#contract/published-results';

test('the published figures are those of the model card', () => {
  const table = Map.groupBy(PUBLISHED_RESULTS, ({ model }) => model);
  const of = (model: string): Record<string, number> =>
    Object.fromEntries([...table].find(([name]) => name === model)?.[1].map(({ task, value }) => [task, value]) ?? []);
  expect(table.size).toBe(3);
  expect(PUBLISHED_SOURCE.url).toMatch(/^https:.*LumiOpen/);
  expect(of('poro-2-8b-sft')).toEqual({
    'ifeval-en': 79.66,
    'ifeval-fi': 64.69,
    'mt-bench-en': 7.07,
    'mt-bench-fi': 5.92,
    'alpaca-eval-en': 29.67,
    'alpaca-eval-fi': 16.8,
  });
  expect(of('poro-2-8b-instruct')).toMatchObject({ 'ifeval-en': 79.29, 'mt-bench-fi': 6.75, 'alpaca-eval-fi': 28.89 });
  expect(of('llama-3.1-8b-instruct')).toMatchObject({ 'ifeval-fi': 47.31, 'mt-bench-en': 7.7, 'alpaca-eval-en': 32.7 });
});

test('each figure of IFEval is a whole number of prompts, cut to two decimals', () => {
  const { prompts } = PUBLISHED_CONDITIONS.ifeval;
  for (const { task, value } of PUBLISHED_RESULTS) {
    if (!task.startsWith('ifeval')) continue;
    const counts = Array.from({ length: prompts + 1 }, (_, count) => Math.floor((count * 10_000) / prompts) / 100);
    expect(counts).toContain(value);
  }
});
