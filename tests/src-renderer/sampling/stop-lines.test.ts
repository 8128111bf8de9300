import { expect, test } from 'vitest';
import { linesOfStops, stopsOfLines } from '../../../src-renderer/sampling/stop-lines.ts';

test('stop strings come back from their lines as they were', () => {
  const strings = ['###', ' User:', '\n\nUser:', 'a\\nb', '\\'];
  expect(linesOfStops(strings)).toBe('###\n User:\n\\n\\nUser:\na\\\\nb\n\\\\');
  expect(stopsOfLines(linesOfStops(strings))).toEqual(strings);
});

test('empty lines and repeated ones are left out; more or longer ones than the contract takes are refused', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`).join('\n');
  expect(stopsOfLines('a\n\n a\na\n')).toEqual(['a', ' a']);
  expect(stopsOfLines(many(16))).toHaveLength(16);
  expect(stopsOfLines(many(17))).toBeNull();
  expect(stopsOfLines('x'.repeat(200))).toEqual(['x'.repeat(200)]);
  expect(stopsOfLines(`a\n${'x'.repeat(201)}`)).toBeNull();
});
