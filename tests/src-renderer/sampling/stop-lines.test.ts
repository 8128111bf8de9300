import { expect, test } from 'vitest';
import { linesOfStops, stopsOfLines } from '../../../src-renderer/sampling/stop-lines.ts';

test('stop strings come back from their lines as they were', () => {
  const strings = ['###', ' User:', '\n\nUser:', 'a\\nb', '\\'];
  expect(linesOfStops(strings)).toBe('###\n User:\n\\n\\nUser:\na\\\\nb\n\\\\');
  expect(stopsOfLines(linesOfStops(strings))).toEqual(strings);
});

test('empty lines and repeated ones are left out, and there are at most as many as the contract takes', () => {
  expect(stopsOfLines('a\n\n a\na\n')).toEqual(['a', ' a']);
  expect(stopsOfLines(Array.from({ length: 30 }, (_, index) => `s${index}`).join('\n'))).toHaveLength(16);
  expect(stopsOfLines('x'.repeat(500))).toEqual(['x'.repeat(200)]);
});
