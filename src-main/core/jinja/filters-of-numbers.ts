import type { Bound } from './bind-arguments.ts';
import { asNumeric } from './compare.ts';
import { TemplateError } from './failures.ts';
import type { Filter } from './filters-of-text.ts';
import { fixedText, parseFloatText, parseInteger } from './python-numbers.ts';
import { isNumber, textOf, typeName, Undefined, type Value } from './values.ts';

export const FILTERS_OF_NUMBERS: Readonly<Record<string, Filter>> = {
  abs: { parameters: [], run: absolute },
  int: { parameters: ['default', 'base'], run: toInteger },
  float: { parameters: ['default'], run: toFloat },
  round: { parameters: ['precision', 'method'], run: round },
};

function absolute(value: Value): Value {
  if (!isNumber(value)) throw new TemplateError(`a ${typeName(value)} has no absolute value`);
  const number = asNumeric(value);
  return typeof number === 'number' ? Math.abs(number) : number < 0n ? -number : number;
}

function toInteger(value: Value, [otherwise = 0n, base = 10n]: Bound): Value {
  if (value instanceof Undefined) throw new TemplateError(value.complaint);
  const text = textOf(value);
  if (text !== null) {
    const whole = parseInteger(text, Number(base));
    if (whole !== null) return whole;
    const float = parseFloatText(text);
    return float === null || !Number.isFinite(float) ? otherwise : BigInt(Math.trunc(float));
  }
  if (!isNumber(value) || Number.isNaN(value)) return otherwise;
  if (typeof value !== 'number') return asNumeric(value);
  if (!Number.isFinite(value)) throw new TemplateError('infinity is no whole number');
  return BigInt(Math.trunc(value));
}

function toFloat(value: Value, [otherwise = 0]: Bound): Value {
  if (value instanceof Undefined) throw new TemplateError(value.complaint);
  const text = textOf(value);
  if (text !== null) return parseFloatText(text) ?? otherwise;
  return isNumber(value) ? Number(value) : otherwise;
}

function round(value: Value, [precision = 0n, method = 'common']: Bound): Value {
  if (method !== 'common' && method !== 'ceil' && method !== 'floor') {
    throw new TemplateError('round knows "common", "ceil" and "floor"');
  }
  if (!isNumber(value) || typeof precision !== 'bigint') throw new TemplateError(`a ${typeName(value)} is not rounded`);
  const places = Number(precision);
  if (Math.abs(places) > 300) throw new TemplateError('round with too many places');
  const number = asNumeric(value);
  if (method === 'common') {
    if (typeof number === 'bigint') return roundInteger(number, places);
    return Number.isFinite(number) ? Number(fixedText(number, places)) : number;
  }
  const scaled = Number(number) * 10 ** places;
  return (method === 'ceil' ? Math.ceil(scaled) : Math.floor(scaled)) / 10 ** places;
}

/** Halves go to the even digit. */
function roundInteger(value: bigint, places: number): bigint {
  if (places >= 0) return value;
  const scale = 10n ** BigInt(-places);
  const rest = ((value % scale) + scale) % scale;
  const below = value - rest;
  const isUp = rest * 2n > scale || (rest * 2n === scale && (below / scale) % 2n !== 0n);
  return isUp ? below + scale : below;
}
