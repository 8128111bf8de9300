import { expect, test } from 'vitest';
import { findQuotes } from '../../../../../src-main/core/history/quotes/find-quotes.ts';

const textsOf = (answer: string): string[] => findQuotes(answer).map(({ text }) => text);

test.each([
  ['English', 'He wrote “the sea was calm” there.', 'the sea was calm'],
  ['straight', 'He wrote "the sea was calm".', 'the sea was calm'],
  ['Finnish', 'Siinä lukee ”meri oli aivan tyyni”.', 'meri oli aivan tyyni'],
  ['Finnish with a case ending', 'Kohdan ”meri oli aivan tyyni”:n mukaan.', 'meri oli aivan tyyni'],
  ['guillemets of one direction', 'Siinä lukee »meri oli aivan tyyni».', 'meri oli aivan tyyni'],
  ['French', 'Il écrit «la mer était calme».', 'la mer était calme'],
  ['German', 'Da steht „das Meer war ruhig“.', 'das Meer war ruhig'],
  ['single', 'He wrote ‘the dog’s bed was warm’ there.', 'the dog’s bed was warm'],
  ['over a line end', 'He wrote “the sea\nwas calm”.', 'the sea\nwas calm'],
  ['a mark inside', 'He wrote “the sea was calm.” Then he left.', 'the sea was calm.'],
  ['a block quote', 'It says:\n\n> The sea was calm\n> and grey.\n\nSo it was.', 'The sea was calm\nand grey.'],
  ['a block quote with marks', '> “The sea was calm.”', 'The sea was calm.'],
])('finds a quotation: %s', (_kind, answer, text) => {
  expect(textsOf(answer)).toEqual([text]);
});

test.each([
  ['one or two words', 'The “open sea” and ”meri”.'],
  ['inches', 'A 5" by 7" picture of the sea and more.'],
  ['apostrophes', 'It’s the dogs’ bed, and they’re in it.'],
  ['code', '```\nprint("the sea was calm")\n```\nand `say("the sea was calm")`.'],
  ['code that does not end', '```\nprint("the sea was calm")'],
  ['another paragraph', 'He wrote “the sea\n\nwas calm” there.'],
  ['no end', 'He wrote “the sea was calm'],
])('finds none in %s', (_kind, answer) => {
  expect(textsOf(answer)).toEqual([]);
});

test('finds each paragraph of a block quote, and what is between marks beside it, with their places', () => {
  const answer =
    'So “the sea was calm”:\n> It was very grey.\n>\n> And then it rained.\nThe ”end of the story” was near.';
  const quotes = findQuotes(answer);
  expect(quotes.map(({ text }) => text)).toEqual([
    'the sea was calm',
    'It was very grey.',
    'And then it rained.',
    'end of the story',
  ]);
  expect(quotes.map(({ start, end }) => answer.slice(start, end))).toEqual(quotes.map(({ text }) => text));
});

test.each(['“', '"', '“a ', '> ', '`', '``` ', '”a b c', "'", '> “a\n'])('reads an answer of %j alone', (piece) => {
  const answer = piece.repeat(Math.ceil(300_000 / piece.length));
  // Quadratic reading would take minutes.
  expect(findQuotes(answer).length).toBeLessThan(answer.length);
});
