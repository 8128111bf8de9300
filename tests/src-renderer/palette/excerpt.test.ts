import { expect, test } from 'vitest';
import { excerptAround } from '../../../src-renderer/palette/excerpt.ts';

const plain = (text: string) => ({ text, marked: false });
const word = { text: 'lynx', marked: true };

test('the word that was found comes within the first so many characters, after whole words', () => {
  const long = [plain('In the far north, where the snow is deep, there lives a '), word, plain(' and its cubs')];
  expect(excerptAround(long, 24)).toEqual([plain('…is deep, there lives a '), word, plain(' and its cubs')]);
});

test('what is short enough, has no mark, or has no blank to begin at is kept as far as it goes', () => {
  const short = [plain('A '), word];
  expect(excerptAround(short, 24)).toBe(short);
  const unmarked = [plain('Nothing is marked in this very long excerpt of a message')];
  expect(excerptAround(unmarked, 24)).toBe(unmarked);
  expect(excerptAround([], 24)).toEqual([]);
  expect(excerptAround([plain('abcdefghij'), word], 4)).toEqual([plain('…ghij'), word]);
});
