import { expect, test } from 'vitest';
import { isPlainText, weighedByRecord, weighedByScoring } from '../../../src-renderer/chat/weighed-tokens.ts';
import { groupWords } from '../../../src-renderer/ui/group-words.ts';
import { buildGenerationRecord } from '../../builders/contract-values.ts';

const choice = (token: number, text: string) => ({
  ...{ token, text, probability: 0.6 },
  alternatives: [
    { token, text, probability: 0.6 },
    { token: 900, text: ' muu', probability: 0.3 },
  ],
});

test('a record whose tokens are the text gives its own probabilities, and the end of the answer is no token of it', () => {
  const choices = [choice(1, 'Hei'), choice(2, ' vaan'), choice(3, '<|eot_id|>')];
  const weighed = weighedByRecord({ text: 'Hei vaan', generation: buildGenerationRecord({ choices }) });
  expect(weighed).toEqual([
    { text: 'Hei', at: 0, probability: 0.6, others: [{ token: 900, text: ' muu', probability: 0.3 }] },
    { text: ' vaan', at: 3, probability: 0.6, others: [{ token: 900, text: ' muu', probability: 0.3 }] },
  ]);
});

test('a record without choices, or with those of another text, gives none', () => {
  expect(weighedByRecord({ text: 'Hei', generation: buildGenerationRecord() })).toBeNull();
  expect(weighedByRecord({ text: 'Hei', generation: null })).toBeNull();
  for (const texts of [['Hei', ' vaan!'], ['<think>', 'Hei vaan'], ['He'], []]) {
    const choices = texts.map((text, index) => choice(index, text));
    expect(weighedByRecord({ text: 'Hei vaan', generation: buildGenerationRecord({ choices }) })).toBeNull();
  }
});

test('a reading gives probabilities from logarithms, without the end', () => {
  const score = { logprob: Math.log(0.25), rank: 1, entropy: 1 };
  const likeliest = [
    { id: 1, text: 'a', logprob: Math.log(0.25) },
    { id: 2, text: 'b', logprob: Math.log(0.5) },
  ];
  const tokens = [
    { ...score, id: 1, text: 'a', likeliest },
    { ...score, id: 7, text: '', likeliest },
  ];
  const [weighed, ...rest] = weighedByScoring({ tokens, withEnd: true });
  expect(rest).toEqual([]);
  expect(weighed).toMatchObject({ text: 'a', at: 0, others: [{ text: 'b' }] });
  expect(weighed?.probability).toBeCloseTo(0.25);
  expect(weighedByScoring({ tokens, withEnd: false })).toHaveLength(2);
});

test('words end before blanks and after line breaks, and a very long one is broken', () => {
  const token = (text: string) => ({ text, at: 0, probability: 1, others: [] });
  const words = (texts: string[]) => groupWords(texts.map(token)).map(({ tokens }) => tokens.length);
  expect(words(['He', 'i', ' va', 'an', '.\n', 'Jo'])).toEqual([2, 3, 1]);
  expect(words(Array.from({ length: 30 }, () => 'a'))).toEqual([12, 12, 6]);
});

test('control tokens and pieces of characters cannot be taken', () => {
  expect(['kissa', ' ', '\n', '<|eot_id|>', '</s>', '<0xE2>', '\uFFFD', ''].map(isPlainText)).toEqual([
    ...[true, true, true],
    ...[false, false, false, false, false],
  ]);
});
