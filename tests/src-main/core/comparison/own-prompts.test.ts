import { parse } from 'valibot';
import { expect, test } from 'vitest';
import { PromptEntry } from '#contract/comparisons';
import { ownPrompts } from '../../../../src-main/core/comparison/prompt-set/own-prompts.ts';
import { PROMPT_SET } from '../../../../src-main/core/comparison/prompt-set/prompt-set.ts';

const pairs = Object.values(PROMPT_SET).flat();

test('the own prompts are 64 pairs in 8 categories, and some have two turns', () => {
  expect(Object.values(PROMPT_SET).map(({ length }) => length)).toEqual([8, 8, 8, 8, 8, 8, 8, 8]);
  expect(pairs.filter(({ fi }) => fi.length === 2).map(({ id }) => id.split('-')[0])).toEqual(Object.keys(PROMPT_SET));
});

test('each pair has an id of its own, as many turns in both languages, and no text twice', () => {
  expect(new Set(pairs.map(({ id }) => id)).size).toBe(pairs.length);
  expect(pairs.filter(({ fi, en }) => fi.length !== en.length)).toEqual([]);
  const texts = pairs.flatMap(({ fi, en }) => [...fi, ...en]);
  expect(new Set(texts).size).toBe(texts.length);
});

test('they are entries of the contract', () => {
  const entries = ownPrompts();
  expect(entries.map((entry) => parse(PromptEntry, entry))).toEqual(entries);
  expect(entries).toHaveLength(128);
});
