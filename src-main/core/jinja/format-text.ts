/** Python's `str.format`: `{}`, `{0}`, `{name}`, `{name.part[key]!r:spec}`. */
import { asNumeric } from './compare.ts';
import { NotSupported, TemplateError } from './failures.ts';
import { formatNumber } from './format-number.ts';
import { repr, str } from './python-text.ts';
import { checkLength } from './sequences.ts';
import { isNumber, textOf, type Dict, type Value } from './values.ts';

const PART = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;
const FIELD = /^([^.[\]!:]*)([^!:]*)(?:!([rsa]))?(?::([^]*))?$/;
const SPEC = /^(?:([^])?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/u;

export function formatText(format: string, args: readonly Value[], names: Dict): string {
  let next = 0;
  return format.replace(PART, (whole: string, field: string | undefined) => {
    if (whole === '{{') return '{';
    if (whole === '}}') return '}';
    const parts = field === undefined ? null : FIELD.exec(field);
    if (parts === null) throw new NotSupported('braces within braces in .format()');
    const [, name = '', path = '', conversion, spec = ''] = parts;
    if (path !== '') throw new NotSupported('parts of a value in .format()');
    const value = /^\d*$/.test(name) ? args[name === '' ? next++ : Number(name)] : names.get(name);
    if (value === undefined) throw new TemplateError(`.format() got no value for {${name}}`);
    if (conversion === 'a') throw new NotSupported('!a in .format()');
    return formatValue(conversion === 'r' ? repr(value) : conversion === 's' ? str(value) : value, spec);
  });
}

function formatValue(value: Value, spec: string): string {
  if (spec === '') return str(value);
  const parts = SPEC.exec(spec);
  if (parts === null) throw new TemplateError(`${JSON.stringify(spec)} is no format`);
  const [, filler, align, sign = '-', alternate, zero, width = '0', grouping, precision, kind = null] = parts;
  checkLength(Number(width) + Number(precision ?? 0));
  const text = textOf(value);
  if (text === null && !isNumber(value)) throw new NotSupported(`the format ${JSON.stringify(spec)}`);
  if (text !== null && (sign !== '-' || grouping !== undefined || (kind !== null && kind !== 's'))) {
    throw new TemplateError(`${JSON.stringify(spec)} is no format of a text`);
  }
  if (zero !== undefined && grouping !== undefined) throw new NotSupported(`the format ${JSON.stringify(spec)}`);
  const written =
    text !== null
      ? Array.from(text)
          .slice(0, precision === undefined ? Infinity : Number(precision))
          .join('')
      : formatNumber(numberFor(value as boolean | bigint | number, kind), {
          kind,
          sign,
          alternate: alternate !== undefined,
          ...(precision === undefined ? {} : { precision: Number(precision) }),
          ...(grouping === undefined ? {} : { grouping }),
        });
  const side = align ?? (zero !== undefined ? '=' : text === null ? '>' : '<');
  return aligned(written, side, filler ?? (zero === undefined ? ' ' : '0'), Number(width));
}

/** A whole number is written as a float by the formats of floats. */
function numberFor(value: boolean | bigint | number, kind: string | null): bigint | number {
  return kind !== null && 'eEfFgG%'.includes(kind) ? Number(value) : asNumeric(value);
}

function aligned(text: string, side: string, filler: string, width: number): string {
  const missing = Math.max(0, width - Array.from(text).length);
  if (side === '<') return text + filler.repeat(missing);
  if (side === '>') return filler.repeat(missing) + text;
  if (side === '^') {
    const left = Math.floor(missing / 2);
    return filler.repeat(left) + text + filler.repeat(missing - left);
  }
  const sign = /^[-+ ]?/.exec(text)?.[0] ?? '';
  return sign + filler.repeat(missing) + text.slice(sign.length);
}
