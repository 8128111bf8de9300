import { lettersLike, sameLetters } from './case-classes.ts';
import { codePointEscape } from './pattern-escapes.ts';
import { PatternFault, type PatternSource } from './pattern-source.ts';
import { readEscape } from './pattern-escapes.ts';

/** One character, as a piece of JavaScript's pattern. */
export function literal(codePoint: number, ignoresCase: boolean): string {
  const letters = ignoresCase ? sameLetters(codePoint) : [codePoint];
  const escapes = letters.map(codePointEscape).join('');
  return letters.length === 1 ? escapes : `[${escapes}]`;
}

/** A set after its opening bracket: `abc]`, `^\w-]`. @throws PatternFault */
export function readSet(source: PatternSource, ignoresCase: boolean, isAscii: boolean): string {
  const isNegated = source.takes('^');
  let parts = '';
  const add = (from: number, to: number): void => {
    parts += from === to ? codePointEscape(from) : `${codePointEscape(from)}-${codePointEscape(to)}`;
    if (ignoresCase) parts += lettersLike(from, to).map(codePointEscape).join('');
  };
  for (let isFirst = true; ; isFirst = false) {
    const low = readMember(source, isAscii);
    if (low === ']' && !isFirst) break;
    if (!source.takes('-')) {
      if (typeof low === 'object') parts += low.set;
      else add(codePointOf(low), codePointOf(low));
      continue;
    }
    const high = readMember(source, isAscii);
    if (high === ']') {
      if (typeof low === 'object') parts += low.set;
      else add(codePointOf(low), codePointOf(low));
      parts += codePointEscape(0x2d);
      break;
    }
    if (typeof low === 'object' || typeof high === 'object') throw new PatternFault('bad character range');
    if (codePointOf(high) < codePointOf(low)) throw new PatternFault('bad character range');
    add(codePointOf(low), codePointOf(high));
  }
  return `[${isNegated ? '^' : ''}${parts}]`;
}

/** A character as it stands, a code point of an escape, or a set of its own. */
type Member = string | number | { readonly set: string };

function readMember(source: PatternSource, isAscii: boolean): Member {
  const character = source.take();
  if (character === undefined) throw new PatternFault('unterminated character set');
  if (character !== '\\') return character;
  const escape = readEscape(source, { inSet: true, isAscii });
  if ('codePoint' in escape) return escape.codePoint;
  if ('set' in escape) return escape;
  throw new PatternFault('bad escape');
}

function codePointOf(member: string | number): number {
  return typeof member === 'number' ? member : (member.codePointAt(0) ?? 0);
}
