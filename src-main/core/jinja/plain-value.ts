import { Dict, type Value } from './values.ts';

/** JSON as a template sees it: whole numbers are ints, objects dicts in the order of their keys. */
export function plainValue(value: unknown): Value {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint')
    return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === 'object') {
    return Dict.of(Object.entries(value).map(([key, one]) => [key, plainValue(one)] as const));
  }
  throw new TypeError(`a template cannot be given a ${typeof value}`);
}
