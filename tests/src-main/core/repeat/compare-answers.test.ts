import { expect, test } from 'vitest';
import type { TokenChoice } from '#contract/generation-record';
import { compareAnswers, type RepeatedToken } from '../../../../src-main/core/repeat/compare-answers.ts';

/** Tokens of these texts; each is likely by 0.6, and `others` by 0.3. */
function tokensOf(texts: readonly string[], others: Readonly<Record<number, string>> = {}): RepeatedToken[] {
  let at = 0;
  return texts.map((text, index) => {
    const other = others[index];
    const alternatives = [
      { token: index, text, probability: 0.6 },
      ...(other === undefined ? [] : [{ token: 1000, text: other, probability: 0.3 }]),
    ];
    const choice: TokenChoice = { token: index, text, probability: 0.6, alternatives };
    const token = { at, choice };
    at += text.length;
    return token;
  });
}

test('equal answers do not differ, and of one that was cut off only its part counts', () => {
  expect(compareAnswers('Hei vaan', 'Hei vaan', [], false)).toBeNull();
  expect(compareAnswers('Hei', 'Hei vaan', [], true)).toBeNull();
  expect(compareAnswers('Hei', 'Hei vaan', [], false)).toMatchObject({
    word: 2,
    original: { text: '' },
    repeated: { text: 'vaan' },
  });
  expect(compareAnswers('Hei vaan', 'Hei', [], true)).toMatchObject({ word: 2, repeated: { text: '' } });
});

test('the word is counted from its beginning, and both probabilities are those of the first other token', () => {
  const tokens = tokensOf([' Oulu', ' on', ' kau', 'nis'], { 2: ' kau', 3: 'pun' });
  expect(compareAnswers(' Oulu on kaupunki', ' Oulu on kaunis', tokens, false)).toEqual({
    word: 3,
    original: { text: 'kaupunki', probability: 0.3 },
    repeated: { text: 'kaunis', probability: 0.6 },
  });
});

test('a token that was not likely has no probability', () => {
  expect(compareAnswers('yksi kaksi', 'yksi kolme', tokensOf(['yksi', ' kolme']), false)).toEqual({
    word: 2,
    original: { text: 'kaksi', probability: null },
    repeated: { text: 'kolme', probability: 0.6 },
  });
  expect(compareAnswers('', 'x', tokensOf(['x']), false)).toMatchObject({ word: 1, repeated: { probability: 0.6 } });
});

test('text that was held back is found with the tokens that it came from', () => {
  // The first two tokens were said together with the third.
  const tokens = tokensOf(['a', 'b', 'c'], { 1: 'x' }).map((token) => ({ ...token, at: 0 }));
  expect(compareAnswers('axc', 'abc', tokens, false)).toEqual({
    word: 1,
    original: { text: 'axc', probability: 0.3 },
    repeated: { text: 'abc', probability: 0.6 },
  });
});
