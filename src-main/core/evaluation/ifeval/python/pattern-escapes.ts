import { PatternFault, type PatternSource } from './pattern-source.ts';
import { SPACE, WORD } from './text.ts';

export type Escape =
  | { readonly codePoint: number }
  | { readonly set: string }
  /** A place, as the border of a word. */
  | { readonly place: string }
  | { readonly group: number };

const PLAIN: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Without the flag for lines, these stand for the ends of the text. */
const END = '$';
const START = '^';

export function codePointEscape(codePoint: number): string {
  return `\\u{${codePoint.toString(16)}}`;
}

/** What follows a backslash. @throws PatternFault */
export function readEscape(source: PatternSource, { inSet, isAscii }: { inSet: boolean; isAscii: boolean }): Escape {
  const letter = source.take();
  if (letter === undefined) throw new PatternFault('bad escape (end of pattern)');
  const set = setOf(letter, isAscii);
  if (set !== null) return { set };
  if (inSet && letter === 'b') return { codePoint: 8 };
  const plain = PLAIN[letter];
  if (plain !== undefined) return { codePoint: plain };
  const digits = HEX_DIGITS[letter];
  if (digits !== undefined) {
    const hex = source.takeWhile(/[0-9a-fA-F]/, digits);
    const codePoint = Number.parseInt(hex, 16);
    if (hex.length !== digits || codePoint > 0x10ffff) throw new PatternFault(`incomplete escape \\${letter}${hex}`);
    return { codePoint };
  }
  if (!inSet) {
    const place = placeOf(letter, isAscii);
    if (place !== null) return { place };
  }
  if (/[0-9]/.test(letter)) return inSet ? octalInSet(letter, source) : octalOrGroup(letter, source);
  if (/[A-Za-z]/.test(letter)) throw new PatternFault(`bad escape \\${letter}`);
  return { codePoint: letter.codePointAt(0) ?? 0 };
}

function setOf(letter: string, isAscii: boolean): string | null {
  const [word, digit, space] = isAscii ? ['A-Za-z0-9_', '0-9', '\\t-\\r\\x20'] : [WORD, '\\p{Nd}', SPACE];
  switch (letter) {
    case 'w':
      return `[${word}]`;
    case 'W':
      return `[^${word}]`;
    case 'd':
      return `[${digit}]`;
    case 'D':
      return `[^${digit}]`;
    case 's':
      return `[${space}]`;
    case 'S':
      return `[^${space}]`;
    default:
      return null;
  }
}

function placeOf(letter: string, isAscii: boolean): string | null {
  const word = isAscii ? '[A-Za-z0-9_]' : `[${WORD}]`;
  switch (letter) {
    case 'A':
      return START;
    case 'Z':
      return END;
    case 'b':
      return `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
    case 'B':
      // Python finds no such place in an empty text.
      return `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word})(?!^$))`;
    default:
      return null;
  }
}

function octalInSet(first: string, source: PatternSource): Escape {
  if (!/[0-7]/.test(first)) throw new PatternFault(`bad escape \\${first}`);
  return octal(first + source.takeWhile(/[0-7]/, 2));
}

function octalOrGroup(first: string, source: PatternSource): Escape {
  if (first === '0') return octal(first + source.takeWhile(/[0-7]/, 2));
  const second = source.takeWhile(/[0-9]/, 1);
  if (/^[0-7]{2}$/.test(first + second) && source.next !== undefined && /[0-7]/.test(source.next)) {
    return octal(first + second + (source.take() ?? ''));
  }
  return { group: Number(first + second) };
}

function octal(digits: string): Escape {
  const codePoint = Number.parseInt(digits, 8);
  if (codePoint > 0o377) throw new PatternFault(`octal escape value \\${digits} outside of range 0-0o377`);
  return { codePoint };
}
