/** Upper and lower case, and the questions of Python's `str.is...`. */
import { SPACE } from './python-spaces.ts';

/** Lower case but for the first letter, which gets its title case (`ß` becomes `Ss`). */
export function capitalize(text: string): string {
  const [first = ''] = text;
  return titleLetter(first) + text.slice(first.length).toLowerCase();
}

function titleLetter(letter: string): string {
  const [first = '', ...rest] = letter.toUpperCase();
  return first + rest.join('').toLowerCase();
}

/** A letter after anything without case begins a word. */
export function titleCase(text: string): string {
  return text.replace(/[\p{Lu}\p{Ll}\p{Lt}\p{Lowercase}\p{Uppercase}]+/gu, capitalize);
}

/** Jinja2's filter `title`: words begin after spaces, hyphens and opening brackets. */
export function titleWords(text: string): string {
  return text
    .split(/([-\s({[<]+)/)
    .map((word) => {
      const [first = ''] = word;
      return first.toUpperCase() + word.slice(first.length).toLowerCase();
    })
    .join('');
}

export function swapCase(text: string): string {
  return Array.from(text, (char) => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase())).join('');
}

export const KINDS = [
  'isalnum',
  'isalpha',
  'isascii',
  'isdecimal',
  'isdigit',
  'islower',
  'isnumeric',
  'isspace',
  'istitle',
  'isupper',
] as const;

const WHOLE: Readonly<Record<string, RegExp>> = {
  isalnum: /^[\p{L}\p{N}]+$/u,
  isalpha: /^\p{L}+$/u,
  isascii: /^[^\u0080-\u{10ffff}]*$/u,
  isdecimal: /^\p{Nd}+$/u,
  isdigit: /^[\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089]+$/u,
  isnumeric: /^\p{N}+$/u,
  isspace: new RegExp(`^${SPACE}+$`),
};

export function isOfKind(text: string, kind: (typeof KINDS)[number]): boolean {
  if (kind === 'islower') return /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text);
  if (kind === 'isupper') return /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text);
  if (kind === 'istitle') return /[\p{Lu}\p{Lt}]/u.test(text) && titleCase(text) === text;
  return WHOLE[kind]?.test(text) ?? false;
}
