import { MOST_STOP_STRINGS } from '#contract/sampling';

export const LONGEST_STOP_STRING = 200;

/**
 * Stop strings as lines for editing: a line break in one is written `
 * `, a backslash `\\`.
 */
export function linesOfStops(strings: readonly string[]): string {
  return strings.map((string) => string.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')).join('\n');
}

/** The stop strings of edited lines; null when they are more or longer than the contract allows. */
export function stopsOfLines(lines: string): string[] | null {
  const strings = lines
    .split('\n')
    .map((line) => line.replace(/\\(n|\\)/g, (_, letter: string) => (letter === 'n' ? '\n' : '\\')))
    .filter((string) => string !== '');
  const different = [...new Set(strings)];
  const isTooMuch =
    different.length > MOST_STOP_STRINGS || different.some(({ length }) => length > LONGEST_STOP_STRING);
  return isTooMuch ? null : different;
}
