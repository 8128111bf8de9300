/** White space in Python's `str.isspace`, `strip` and `\s`; JavaScript's differs by a few characters. */
export const SPACE = '[\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';

const ONE_SPACE = new RegExp(SPACE);
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** Python's `strip`, `lstrip` and `rstrip`; `chars` are single characters, null is white space. */
export function strip(text: string, chars: string | null, side: 'both' | 'left' | 'right'): string {
  const set = chars === null ? null : new Set(chars);
  const goes = (char: string): boolean => (set === null ? ONE_SPACE.test(char) : set.has(char));
  const all = set === null ? text.split('') : Array.from(text);
  let start = 0;
  let end = all.length;
  if (side !== 'right') while (start < end && goes(all[start] ?? '')) start += 1;
  if (side !== 'left') while (end > start && goes(all[end - 1] ?? '')) end -= 1;
  return all.slice(start, end).join('');
}

/** Python's `str.splitlines()`. */
export function splitLines(text: string): string[] {
  const lines = text.split(LINE_END);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Python's `str.split()` without a separator. */
export function splitAtSpaces(text: string, most: number, fromRight: boolean): string[] {
  const words = [...text.matchAll(new RegExp(`(?:(?!${SPACE})[^])+`, 'g'))];
  if (most < 0 || words.length <= most) return words.map(([word]) => word);
  if (fromRight) {
    const first = words[words.length - most];
    const head = strip(text.slice(0, first === undefined ? text.length : first.index), null, 'right');
    return [...(head === '' ? [] : [head]), ...words.slice(words.length - most).map(([word]) => word)];
  }
  const rest = strip(text.slice(words[most]?.index ?? text.length), null, 'left');
  return [...words.slice(0, most).map(([word]) => word), ...(rest === '' ? [] : [rest])];
}
