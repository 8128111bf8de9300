import { lookupItem } from './lookup.ts';
import { Undefined, type Value } from './values.ts';

/**
 * The `attribute` of filters: a path of names and numbers with dots, or a number; null is the item itself.
 *
 * @param otherwise - used for what is missing
 */
export function attributeGetter(attribute: Value, otherwise: Value = null): (item: Value) => Value {
  const parts = pathOf(attribute);
  return (item) => {
    let value = item;
    for (const part of parts) {
      value = lookupItem(value, part);
      if (otherwise !== null && value instanceof Undefined) value = otherwise;
    }
    return value;
  };
}

/** Several attributes with commas, whose values make one key. */
export function keyGetter(attribute: Value, isCaseSensitive: boolean): (item: Value) => Value[] {
  const parts = typeof attribute === 'string' ? attribute.split(',') : [attribute];
  const getters = parts.map((part) => attributeGetter(part));
  return (item) => getters.map((get) => caseOf(get(item), isCaseSensitive));
}

export function caseOf(value: Value, isCaseSensitive: boolean): Value {
  return typeof value === 'string' && !isCaseSensitive ? value.toLowerCase() : value;
}

function pathOf(attribute: Value): Value[] {
  if (attribute === null) return [];
  if (typeof attribute !== 'string') return [attribute];
  return attribute.split('.').map((part) => (/^\d+$/.test(part) ? BigInt(part) : part));
}
