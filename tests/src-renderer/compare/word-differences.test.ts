import { expect, test } from 'vitest';
import { commonWords } from '../../../src-renderer/compare/word-differences.ts';

/** Words that are in both stand as they are, others in brackets. */
function marked(a: string, b: string): [string, string] {
  const words = [a.split(' '), b.split(' ')] as const;
  const [inA, inB] = commonWords(...words);
  const show = (list: readonly string[], flags: Uint8Array): string =>
    list.map((word, index) => (flags[index] === 1 ? word : `[${word}]`)).join(' ');
  return [show(words[0], inA), show(words[1], inB)];
}

test.each([
  ['a b c', 'a b c', 'a b c', 'a b c'],
  ['a b c', 'a x c', 'a [b] c', 'a [x] c'],
  ['the sky is blue', 'today the sky is very blue', 'the sky is blue', '[today] the sky is [very] blue'],
  ['a b', 'c d', '[a] [b]', '[c] [d]'],
  ['a b c d e f', 'b d f a c e', '[a] b [c] d [e] f', 'b d f [a] [c] [e]'],
])('%s against %s', (a, b, markedA, markedB) => {
  const [first, second] = marked(a, b);
  // Among equally long ones, either will do.
  const count = (text: string): number => text.split('[').length;
  expect([count(first), count(second)]).toEqual([count(markedA), count(markedB)]);
});

test('finds as many common words as the textbook does, in the same order on both sides', () => {
  let seed = 7;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 200; round += 1) {
    const [a, b] = [0, 1].map(() => Array.from({ length: random(14) }, () => 'abcd'.charAt(random(4)))) as [
      string[],
      string[],
    ];
    const [inA, inB] = commonWords(a, b);
    const kept = (words: readonly string[], flags: Uint8Array): string[] =>
      words.filter((_, index) => flags[index] === 1);
    expect(kept(a, inA)).toEqual(kept(b, inB));
    expect(kept(a, inA)).toHaveLength(longest(a, b));
  }
});

test('a very long text is bounded', () => {
  const words = Array.from({ length: 20_000 }, (_, index) => `w${index % 977}`);
  const [inA] = commonWords(words, words.toReversed());
  expect(inA).toHaveLength(20_000);
});

function longest(a: readonly string[], b: readonly string[]): number {
  const [head, ...rest] = a;
  if (head === undefined || b.length === 0) return 0;
  const found = b.indexOf(head);
  const without = longest(rest, b);
  return found < 0 ? without : Math.max(without, 1 + longest(rest, b.slice(found + 1)));
}
