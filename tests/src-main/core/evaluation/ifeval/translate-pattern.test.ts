import { describe, expect, test } from 'vitest';
import { countHits } from '../../../../../src-main/core/evaluation/ifeval/python/count-hits.ts';
import { PatternFault } from '../../../../../src-main/core/evaluation/ifeval/python/pattern-source.ts';
import {
  translatePattern,
  type PatternFlags,
} from '../../../../../src-main/core/evaluation/ifeval/python/translate-pattern.ts';

const hits = (pattern: string, text: string, flags?: PatternFlags): string[] =>
  text.match(translatePattern(pattern, flags)) ?? [];

describe('a pattern of Python finds what Python finds', () => {
  test.each<[pattern: string, text: string, found: string[], flags?: PatternFlags]>([
    ['\\w+', 'a\u0301b ä_1 ٣', ['a', 'b', 'ä_1', '٣']],
    ['\\s', '\u0085\u001c\ufeff', ['\u0085', '\u001c']],
    ['\\d+', '12 ٣ ²', ['12', '٣']],
    ['.+', 'a\r\u2028b\nc', ['a\r\u2028b', 'c']],
    ['^.', 'a\rb\nc', ['a', 'c'], { multiline: true }],
    ['.$', 'a\rb\nc\n', ['b', 'c'], { multiline: true }],
    ['.$', 'ab\n', ['b']],
    ['i', 'İIıi', ['İ', 'I', 'ı', 'i'], { ignoreCase: true }],
    ['[a-k]', 'İK\u212a', ['İ', 'K', '\u212a'], { ignoreCase: true }],
    ['straße', 'STRAẞE', ['STRAẞE'], { ignoreCase: true }],
    ['\\bäiti\\b', 'äitini ÄITI', ['ÄITI'], { ignoreCase: true }],
    ['C++', 'C CC c', ['C', 'CC']],
    ['a{,2}b', 'aaab', ['aab']],
    ['x{', 'x{', ['x{']],
    ['[]a]+', ']a', [']a']],
    ['[^\\W\\d]+', 'a1é_', ['a', 'é_']],
    ['(?P<one>a)(?P=one)', 'aa', ['aa']],
    ['(a)\\1', 'aA', ['aA'], { ignoreCase: true }],
    ['(?>a+)a', 'aaa', []],
    ['(?i:a)b', 'AbAB', ['Ab']],
    ['(?x) a b # two', 'ab', ['ab']],
    ['\\101\\x42\\u0043', 'ABC', ['ABC']],
    ['(?#nothing)a', 'a', ['a']],
    ['[\\b]', '\b', ['\b']],
    ['a|b|', 'b', ['b', '']],
  ])('%j in %j', (pattern, text, found, flags) => expect(hits(pattern, text, flags)).toEqual(found));

  test.each([
    '*a',
    'a**',
    '(',
    ')',
    '[a',
    'a{2,1}',
    '\\q',
    '\\8',
    '(?P=x)',
    '(?<n>a)',
    '(?P<n>a)(?P<n>b)',
    'b(?i)a',
    '\\x4',
    '^*',
    '(?(1)a|b)',
  ])('%j is refused', (pattern) => expect(() => translatePattern(pattern)).toThrow(PatternFault));

  // What Python 3.11 counts.
  test.each([
    ['(|a)', 'İa', true, 4],
    ['x*', 'baxxc', false, 5],
    ['(|a)\\s?', ' AΣ', true, 5],
    ['\\B', 'b😀I 1', false, 0],
    ['\\101|\\A', 'cK😀 A', false, 2],
    ['😀?', '😀b', false, 3],
  ])('%j in %j is counted as often as there', (pattern, text, ignoreCase, count) => {
    expect(countHits(translatePattern(pattern, { ignoreCase }), text)).toBe(count);
  });

  test('one that is nested too deeply is refused, and does not exhaust the stack', () => {
    expect(() => translatePattern('('.repeat(100_000))).toThrow(PatternFault);
  });
});
