import { MOST_STOP_STRINGS } from '#contract/sampling';

const LONGEST = 200;

/** Stop strings as lines to edit: a line break within one is written `\n`, a backslash `\\`. */
export function linesOfStops(strings: readonly string[]): string {
  return strings.map((string) => string.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')).join('\n');
}

/** The stop strings of edited lines; as many and as long as the contract takes. */
export function stopsOfLines(lines: string): string[] {
  const strings = lines
    .split('\n')
    .map((line) => line.replace(/\\(n|\\)/g, (_, letter: string) => (letter === 'n' ? '\n' : '\\')).slice(0, LONGEST))
    .filter((string) => string !== '');
  return [...new Set(strings)].slice(0, MOST_STOP_STRINGS);
}
