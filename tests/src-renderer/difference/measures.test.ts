import { expect, it } from 'vitest';
import { betaOf, chooseModels } from '../../../src-renderer/difference/choose-models.ts';
import { groupWords } from '../../../src-renderer/ui/group-words.ts';
import { mostShifted, shiftOf, sumsOf } from '../../../src-renderer/difference/measures.ts';
import { shadeOf } from '../../../src-renderer/difference/shade-of.ts';
import { visibleText } from '../../../src-renderer/ui/visible-text.ts';
import { buildModel, buildPoro } from '../../builders/contract-values.ts';
import { buildScoredToken, buildScoring } from '../../builders/scoring-values.ts';

it('sums an answer as preference tuning does', () => {
  const tokens = [
    buildScoredToken('a', -1, -2, 1),
    buildScoredToken('b', -0.5, -0.25, 3),
    buildScoredToken('c', -2, -4, 4),
  ];
  expect(sumsOf({ tokens })).toEqual({
    logprob: -3.5,
    otherLogprob: -6.25,
    ratio: 2.75,
    perplexity: Math.exp(3.5 / 3),
    otherPerplexity: Math.exp(6.25 / 3),
    meanKl: (0.25 + 0.0625 + 0.5) / 3,
    shifts: { unshifted: 1, marginal: 1, shifted: 1 },
  });
});

it('takes rank 1 for unshifted, 2 and 3 for marginal, and all below for shifted', () => {
  expect([1, 2, 3, 4, 900].map((rank) => shiftOf(buildScoredToken('a', 0, 0, rank)))).toEqual([
    'unshifted',
    'marginal',
    'marginal',
    'shifted',
    'shifted',
  ]);
});

it('lists what has moved most first, in either direction, and nothing that has not', () => {
  const { tokens } = buildScoring();
  expect(mostShifted(tokens, 'ratio', 3)).toEqual([4, 1, 6]);
  expect(mostShifted(tokens, 'rank', 10)).toEqual([4, 1, 2, 6]);
  expect(
    mostShifted(
      tokens.map((token) => ({ ...token, kl: 0 })),
      'kl',
      5,
    ),
  ).toEqual([]);
});

it('colours by direction and size, and tells noise from a difference', () => {
  const ratio = (one: number, other: number) => shadeOf(buildScoredToken('a', one, other), 'ratio');
  expect(ratio(-1, -1.01)).toEqual({ tone: 'none', strength: 0 });
  expect(ratio(-1, -2.5)).toEqual({ tone: 'up', strength: 0.5 });
  expect(ratio(-20, -1)).toEqual({ tone: 'down', strength: 1 });
  const rank = (place: number) => shadeOf(buildScoredToken('a', 0, 0, place), 'rank');
  expect([rank(1).tone, rank(3).tone, rank(4).tone]).toEqual(['none', 'up', 'down']);
  expect(rank(100_000).strength).toBe(1);
});

it('offers a model with what it was made from, and knows the beta of one pair', () => {
  const [base, sft, instruct, guide] = [buildPoro('base'), buildPoro('sft'), buildPoro('instruct'), buildModel()];
  expect(chooseModels([guide, base, sft, instruct], null)).toEqual({ tuned: sft.id, start: base.id });
  expect(chooseModels([guide, base, sft, instruct], instruct.id)).toEqual({ tuned: instruct.id, start: sft.id });
  expect(chooseModels([base, instruct], instruct.id)).toEqual({ tuned: instruct.id, start: base.id });
  expect(chooseModels([instruct, guide], guide.id)).toEqual({ tuned: guide.id, start: instruct.id });
  expect(chooseModels([guide], null)).toEqual({ tuned: guide.id, start: null });
  expect(chooseModels([{ ...guide, available: false }], null)).toEqual({ tuned: null, start: null });
  expect([betaOf(instruct, sft), betaOf(sft, base), betaOf(instruct, base), betaOf(null, null)]).toEqual([
    0.01,
    undefined,
    undefined,
    undefined,
  ]);
});

it('shows what cannot be seen', () => {
  expect(visibleText('')).toBe('·');
  expect(visibleText('a\tb\n')).toBe('a⇥b↵');
});

it('keeps the tokens of a word together, begins anew at blanks and lines, and lets long ones break', () => {
  const group = (texts: readonly string[]) =>
    groupWords(texts.map((text) => buildScoredToken(text, 0, 0))).map(({ from, tokens }) => [from, tokens.length]);
  expect(group(['O', 'ikeita', ' kes', 'k', '.\n', 'Sit', 'ten', '<|eot_id|>'])).toEqual([
    [0, 2],
    [2, 3],
    [5, 2],
    [7, 1],
  ]);
  expect(group(Array.from({ length: 30 }, () => 'a'))).toEqual([
    [0, 12],
    [12, 12],
    [24, 6],
  ]);
});
