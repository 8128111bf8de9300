import { expect, test } from 'vitest';
import { HEAVY_TEXTS } from '../../../builders/heavy-texts.ts';
import { cutPlain, heightInLines } from '../../../../src-main/document/markdown/cut-at.ts';

test.each(Object.entries(HEAVY_TEXTS))('%s as it was written is laid out in pieces of bounded size', (_, make) => {
  const text = make(50_000);
  const pieces = cutPlain(text);
  expect(pieces.join('')).toBe(text);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(10_000);
  expect(Math.max(...pieces.map((piece) => piece.split('\n').length))).toBeLessThanOrEqual(1001);
});

test('an ordinary text is one piece, and an empty one none', () => {
  expect([cutPlain('Yksi rivi.\nToinen.\n'), cutPlain('')]).toEqual([['Yksi rivi.\nToinen.\n'], []]);
});

test('the height of short lines is known, that of a line which may be broken is not', () => {
  expect(['\n\n\n', 'a\nb', 'a\n \n', ''].map(heightInLines)).toEqual([3, 2, 2, 1]);
  expect(heightInLines('a\nHirvi juoksi metsään.\n')).toBeNull();
});
