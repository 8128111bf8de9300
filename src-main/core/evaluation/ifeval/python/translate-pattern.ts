import { readEscape } from './pattern-escapes.ts';
import { literal, readSet } from './pattern-sets.ts';
import { PatternFault, PatternSource } from './pattern-source.ts';

export interface PatternFlags {
  readonly ignoreCase?: boolean;
  readonly multiline?: boolean;
  readonly dotAll?: boolean;
  readonly verbose?: boolean;
  readonly ascii?: boolean;
}

const FLAG_NAMES: Readonly<Record<string, keyof PatternFlags>> = {
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  x: 'verbose',
  a: 'ascii',
};

/** No keyword is nested deeper than this. A deeper pattern would exhaust the stack. */
const DEEPEST = 100;

/** The last thing of a sequence, which a quantifier would repeat. */
interface Item {
  readonly source: string;
  readonly kind: 'atom' | 'place' | 'repeat';
}

/**
 * The JavaScript pattern (flag `v`) that finds what Python 3.11's `re` finds with `pattern`: Unicode classes, IGNORECASE, `.`
 * and line ends are Python's.
 *
 * @throws PatternFault where Python refuses the pattern, for a conditional group, and for a character by its name
 */
export function translatePattern(pattern: string, flags: PatternFlags = {}): RegExp {
  const source = new PatternTranslator(pattern).translate(flags);
  try {
    return new RegExp(source, 'gv');
  } catch (error) {
    throw new PatternFault(error instanceof Error ? error.message : String(error));
  }
}

class PatternTranslator {
  readonly #source: PatternSource;
  readonly #names = new Map<string, number>();
  #groups = 0;
  #atomics = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#source = new PatternSource(pattern);
  }

  translate(given: PatternFlags): string {
    const [, letters] = /^\(\?([aimsux]+)\)/.exec(this.#rest()) ?? [];
    let flags = given;
    if (letters !== undefined) {
      flags = withFlags(given, letters, true);
      this.#source.takes(`(?${letters})`);
    }
    const translated = this.#alternatives(flags);
    if (this.#source.next !== undefined) throw new PatternFault('unbalanced parenthesis');
    return translated;
  }

  #rest(): string {
    const at = this.#source.at;
    const rest = this.#source.takeWhile(/[^]/, 12);
    this.#source.goBack(at);
    return rest;
  }

  #alternatives(flags: PatternFlags): string {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new PatternFault('too deeply nested');
    const alternatives = [this.#sequence(flags)];
    while (this.#source.takes('|')) alternatives.push(this.#sequence(flags));
    this.#depth -= 1;
    return alternatives.join('|');
  }

  #sequence(flags: PatternFlags): string {
    const items: Item[] = [];
    for (;;) {
      const { next } = this.#source;
      if (next === undefined || next === '|' || next === ')') break;
      if (flags.verbose === true && this.#skipsVerbose()) continue;
      const bounds = this.#quantifier();
      if (bounds !== null) items.push(this.#repeated(items.pop(), bounds));
      else {
        const item = this.#item(flags);
        if (item !== null) items.push(item);
      }
    }
    return items.map(({ source }) => source).join('');
  }

  #skipsVerbose(): boolean {
    if (this.#source.takeWhile(/[ \t\n\r\v\f]/) !== '') return true;
    if (!this.#source.takes('#')) return false;
    this.#source.takeWhile(/[^\n]/);
    return true;
  }

  /** `{2,3}` and the like, as JavaScript writes it; null where no quantifier comes. */
  #quantifier(): string | null {
    for (const sign of ['*', '+', '?']) if (this.#source.takes(sign)) return sign;
    const start = this.#source.at;
    if (!this.#source.takes('{')) return null;
    const least = this.#source.takeWhile(/[0-9]/);
    const isRange = this.#source.takes(',');
    const most = isRange ? this.#source.takeWhile(/[0-9]/) : least;
    if (!this.#source.takes('}') || (!isRange && least === '')) {
      this.#source.goBack(start);
      return null;
    }
    if (Number(least) >= 2 ** 32 || Number(most) >= 2 ** 32)
      throw new PatternFault('the repetition number is too large');
    if (most !== '' && Number(most) < Number(least)) {
      throw new PatternFault('min repeat greater than max repeat');
    }
    return `{${least === '' ? '0' : least},${most}}`;
  }

  #repeated(item: Item | undefined, bounds: string): Item {
    if (item === undefined || item.kind === 'place') throw new PatternFault('nothing to repeat');
    if (item.kind === 'repeat') throw new PatternFault('multiple repeat');
    const repeat = `(?:${item.source})${bounds}`;
    if (this.#source.takes('?')) return { kind: 'repeat', source: `${repeat}?` };
    return { kind: 'repeat', source: this.#source.takes('+') ? this.#atomic(repeat) : repeat };
  }

  #item(flags: PatternFlags): Item | null {
    const character = this.#source.take() ?? '';
    switch (character) {
      case '.':
        return { kind: 'atom', source: flags.dotAll === true ? '[^]' : '[^\\n]' };
      case '^':
        return { kind: 'place', source: flags.multiline === true ? '(?<=^|\\n)' : '^' };
      case '$':
        return { kind: 'place', source: flags.multiline === true ? '(?=\\n|$)' : '(?=\\n?$)' };
      case '[':
        return { kind: 'atom', source: readSet(this.#source, flags.ignoreCase === true, flags.ascii === true) };
      case '(':
        return this.#group(flags);
      case '\\':
        return this.#escape(flags);
      default:
        return { kind: 'atom', source: literal(character.codePointAt(0) ?? 0, flags.ignoreCase === true) };
    }
  }

  #escape(flags: PatternFlags): Item {
    const escape = readEscape(this.#source, { inSet: false, isAscii: flags.ascii === true });
    if ('place' in escape) return { kind: 'place', source: escape.place };
    if ('set' in escape) return { kind: 'atom', source: escape.set };
    if ('group' in escape) return this.#reference(escape.group, flags);
    return { kind: 'atom', source: literal(escape.codePoint, flags.ignoreCase === true) };
  }

  #reference(group: number, flags: PatternFlags): Item {
    if (group > this.#groups) throw new PatternFault(`invalid group reference ${group}`);
    return { kind: 'atom', source: flags.ignoreCase === true ? `(?i:\\k<g${group}>)` : `\\k<g${group}>` };
  }

  #group(flags: PatternFlags): Item | null {
    const source = this.#source;
    if (!source.takes('?')) return this.#captured(flags);
    if (source.takes('#')) {
      source.takeUntil(')');
      return null;
    }
    if (source.takes('P=')) {
      const group = this.#names.get(source.takeUntil(')'));
      if (group === undefined) throw new PatternFault('unknown group name');
      return this.#reference(group, flags);
    }
    if (source.takes('P<')) {
      const name = source.takeUntil('>');
      if (this.#names.has(name)) throw new PatternFault(`redefinition of group name ${name}`);
      this.#names.set(name, this.#groups + 1);
      return this.#captured(flags);
    }
    for (const look of ['=', '!', '<=', '<!']) {
      if (source.takes(look)) return { kind: 'atom', source: `(?${look}${this.#untilClosed(flags)})` };
    }
    if (source.takes('>')) return { kind: 'atom', source: this.#atomic(this.#untilClosed(flags)) };
    const added = source.takeWhile(/[aimsux]/);
    const removed = source.takes('-') ? source.takeWhile(/[imsx]/) : '';
    if (!source.takes(':')) throw new PatternFault('unknown extension');
    return {
      kind: 'atom',
      source: `(?:${this.#untilClosed(withFlags(withFlags(flags, added, true), removed, false))})`,
    };
  }

  #captured(flags: PatternFlags): Item {
    this.#groups += 1;
    const name = `g${this.#groups}`;
    return { kind: 'atom', source: `(?<${name}>${this.#untilClosed(flags)})` };
  }

  #untilClosed(flags: PatternFlags): string {
    const translated = this.#alternatives(flags);
    if (!this.#source.takes(')')) throw new PatternFault('missing ), unterminated subpattern');
    return translated;
  }

  /** JavaScript has no atomic groups. It never backtracks into a lookahead, so one of these stands in for the group. */
  #atomic(source: string): string {
    this.#atomics += 1;
    return `(?:(?=(?<a${this.#atomics}>${source}))\\k<a${this.#atomics}>)`;
  }
}

function withFlags(flags: PatternFlags, letters: string, value: boolean): PatternFlags {
  const changed: Record<string, boolean> = { ...flags };
  for (const letter of letters) {
    const name = FLAG_NAMES[letter];
    if (name !== undefined) changed[name] = value;
  }
  return changed;
}
