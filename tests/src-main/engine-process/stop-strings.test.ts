import { expect, test } from 'vitest';
import { StopStrings } from '../../../src-main/engine-process/stop-strings.ts';

/** What is shown of `pieces`, with what comes at the end when no stop string is found. */
function shown(strings: readonly string[], pieces: readonly string[]): string {
  const stops = new StopStrings(strings);
  const text = pieces.map((piece) => stops.push(piece)).join('');
  return text + stops.rest();
}

test('nothing is held back without stop strings', () => {
  const stops = new StopStrings([]);
  expect([stops.push('a\n'), stops.push('b'), stops.found, stops.rest()]).toEqual(['a\n', 'b', false, '']);
});

test('an answer ends before a stop string, however the tokens are cut', () => {
  const text = 'Yksi, kaksi. LOPPU ja muuta';
  for (let first = 0; first <= text.length; first += 1) {
    for (let second = first; second <= text.length; second += 1) {
      const pieces = [text.slice(0, first), text.slice(first, second), text.slice(second)];
      expect(shown(['LOPPU', 'muuta'], pieces)).toBe('Yksi, kaksi. ');
    }
  }
});

test('only what may become a stop string is held back, and comes when it does not', () => {
  const stops = new StopStrings(['\n\nUser:', '###']);
  expect([
    stops.push('a\n'),
    stops.push('\nU'),
    stops.push('nd'),
    stops.push('#'),
    stops.push('#'),
    stops.rest(),
  ]).toEqual(['a', '', '\n\nUnd', '', '', '##']);
  expect(stops.found).toBe(false);
});

test('a beginning within a beginning is not overlooked', () => {
  expect(shown(['aab'], ['a', 'a', 'a', 'b', 'c'])).toBe('a');
  expect(shown(['abac'], ['aba', 'bac'])).toBe('ab');
});

test('the first of several stop strings ends it, and nothing comes after', () => {
  const stops = new StopStrings(['B', 'A']);
  expect([stops.push('xAyB'), stops.found, stops.push('more'), stops.rest()]).toEqual(['x', true, '', '']);
});
