/** `text % values`, Python's printf. */
import { asNumeric } from './compare.ts';
import { NotSupported, TemplateError } from './failures.ts';
import { formatNumber } from './format-number.ts';
import { repr, str } from './python-text.ts';
import { checkLength } from './sequences.ts';
import { Dict, isNumber, Tuple, typeName, type Value } from './values.ts';

const SPECIFIER = /%(?:\(([^()]*)\))?([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?([^])/g;
/** More than any line of a prompt needs. */
const MOST_WIDTH = 10_000;

export function formatPercent(format: string, values: Value): string {
  const list = values instanceof Tuple ? values.items : [values];
  let next = 0;
  let usesNames = false;
  const take = (): Value => {
    const value = list[next];
    if (value === undefined) throw new TemplateError('not enough values for %');
    next += 1;
    return value;
  };
  const number = (part: string | undefined): number | null => {
    if (part === undefined) return null;
    const value = part === '*' ? take() : BigInt(part);
    if (typeof value !== 'bigint') throw new TemplateError('* of % wants a whole number');
    if (value > MOST_WIDTH || value < -MOST_WIDTH) throw new TemplateError(`a width of ${value}`);
    return Number(value);
  };
  let end = 0;
  const text = format.replace(SPECIFIER, (whole: string, name: string | undefined, ...rest: unknown[]) => {
    const [flags = '', width, precision, kind = ''] = rest.slice(0, 4) as (string | undefined)[];
    end = (rest[4] as number) + whole.length;
    if (kind === '%') return '%';
    if (name !== undefined) usesNames = true;
    const size = number(width) ?? 0;
    const places = whole.includes('.') ? (number(precision) ?? 0) : null;
    const value = name === undefined ? take() : named(values, name);
    const fill = flags.includes('0') && !flags.includes('-') ? '0' : ' ';
    const isLeft = flags.includes('-') || size < 0;
    const written = write(kind, flags, places, value);
    return pad(written, Math.abs(size), isLeft, 'sra'.includes(kind) || kind === 'c' ? ' ' : fill);
  });
  if (format.indexOf('%', end) >= 0) throw new TemplateError('an incomplete % at the end of a text');
  // Python treats a list as something that may be accessed by name, and does not count it.
  const isCounted = !usesNames && !(values instanceof Dict) && !Array.isArray(values);
  if (isCounted && next < list.length) {
    throw new TemplateError('not all values were used by %');
  }
  checkLength(text.length);
  return text;
}

function named(values: Value, name: string): Value {
  if (!(values instanceof Dict)) throw new TemplateError('%(name) wants a dict');
  const value = values.get(name);
  if (value === undefined) throw new TemplateError(`%(${name}) has no value`);
  return value;
}

function write(kind: string, flags: string, places: number | null, value: Value): string {
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '-';
  switch (kind) {
    case 's':
      return cut(str(value), places);
    case 'r':
      return cut(repr(value), places);
    case 'c':
      if (typeof value === 'string' && Array.from(value).length === 1) return value;
      if (typeof value === 'bigint') return String.fromCodePoint(Number(value));
      throw new TemplateError('%c wants a character');
    case 'd':
    case 'i':
    case 'u': {
      const whole = typeof value === 'number' ? BigInt(Math.trunc(value)) : integer(kind, value);
      return withDigits(formatNumber(whole, { kind: 'd', sign }), places);
    }
    case 'x':
    case 'X':
    case 'o':
      return withDigits(formatNumber(integer(kind, value), { kind, sign, alternate: flags.includes('#') }), places);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      if (!isNumber(value)) throw new TemplateError(`%${kind} wants a number and got a ${typeName(value)}`);
      return formatNumber(Number(value), { kind, sign, precision: places ?? 6, alternate: flags.includes('#') });
    default:
      throw kind === 'a' ? new NotSupported('%a') : new TemplateError(`% does not know ${JSON.stringify(kind)}`);
  }
}

function integer(kind: string, value: Value): bigint {
  if (!isNumber(value) || typeof value === 'number') {
    throw new TemplateError(`%${kind} wants a whole number and got a ${typeName(value)}`);
  }
  return asNumeric(value) as bigint;
}

function withDigits(text: string, places: number | null): string {
  if (places === null) return text;
  const [, sign = '', digits = ''] = /^([-+ ]?(?:0[xXo])?)(.*)$/.exec(text) ?? [];
  return sign + digits.padStart(places, '0');
}

function cut(text: string, places: number | null): string {
  return places === null ? text : Array.from(text).slice(0, places).join('');
}

function pad(text: string, width: number, isLeft: boolean, fill: string): string {
  const missing = width - Array.from(text).length;
  if (missing <= 0) return text;
  if (isLeft) return text + ' '.repeat(missing);
  if (fill === ' ') return ' '.repeat(missing) + text;
  const [, sign = '', digits = ''] = /^([-+ ]?(?:0[xXo])?)(.*)$/s.exec(text) ?? [];
  return sign + '0'.repeat(missing) + digits;
}
