/** What Python's `str` does, where JavaScript's strings do otherwise. */

/** What Python's `str.isspace` and `\s` know: U+001C to U+001F and U+0085 too, and not U+FEFF. For use in a class. */
export const SPACE = '\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
/** Python's `\w`; marks that combine with a letter are not in it. For use in a class. */
export const WORD = '\\p{L}\\p{N}_';

const IS_SPACE = new RegExp(`^[${SPACE}]$`, 'u');
const SPACES = new RegExp(`[${SPACE}]+`, 'u');

function isSpace(character: string | undefined): boolean {
  return character !== undefined && IS_SPACE.test(character);
}

/** `text.strip()`. Every white space is one code unit. */
export function strip(text: string): string {
  let start = 0;
  while (start < text.length && isSpace(text[start])) start += 1;
  let end = text.length;
  while (end > start && isSpace(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

/** `text.rstrip()` */
export function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

/** `text.lstrip(character).rstrip(last)`, of one code unit each; an empty one strips nothing. */
export function stripSigns(text: string, first: string, last: string): string {
  let start = 0;
  while (first !== '' && text[start] === first) start += 1;
  let end = text.length;
  while (last !== '' && end > start && text[end - 1] === last) end -= 1;
  return text.slice(start, end);
}

export function isBlank(text: string): boolean {
  return strip(text) === '';
}

/** `text.split()` */
export function splitWords(text: string): string[] {
  return text.split(SPACES).filter((word) => word !== '');
}

/** `text.isupper()`: something is upper case, and nothing lower or title case. */
export function isUpper(text: string): boolean {
  return /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text);
}

/** `text.islower()` */
export function isLower(text: string): boolean {
  return /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text);
}

/** How often a character occurs, in code points. */
export function countCharacter(text: string, wanted: string): number {
  let count = 0;
  for (const character of text) if (character === wanted) count += 1;
  return count;
}
