/** `object.name`, `object[key]` and `object[start:stop:step]`, with Jinja2's ways from one to the other. */
import { containerMethod } from './container-methods.ts';
import { NotSupported, TemplateError } from './failures.ts';
import { repr } from './python-text.ts';
import { textMethod } from './text-methods.ts';
import {
  Attributes,
  Callable,
  Dict,
  Group,
  isNumber,
  Markup,
  Namespace,
  Range,
  Tuple,
  typeName,
  Undefined,
  type Value,
} from './values.ts';

/** Attributes of numbers in Python that no template has a use for. */
const OF_NUMBERS: readonly string[] = ['real', 'imag', 'numerator', 'denominator', 'conjugate', 'bit_length'];
const MORE_OF_NUMBERS: readonly string[] = ['bit_count', 'to_bytes', 'is_integer', 'as_integer_ratio', 'hex'];

/** A method or attribute first, else the key of that name. */
export function lookupAttribute(object: Value, name: string): Value {
  const attribute = ownAttribute(object, name);
  if (attribute !== undefined) return attribute;
  const item = object instanceof Dict ? object.get(name) : undefined;
  return item === undefined ? missing(object, name) : item;
}

/** The item first, else for a text the attribute of that name. */
export function lookupItem(object: Value, key: Value): Value {
  if (object instanceof Undefined) throw new TemplateError(object.complaint);
  const item = ownItem(object, key);
  if (item !== undefined) return item;
  const attribute = typeof key === 'string' ? ownAttribute(object, key) : undefined;
  return attribute === undefined ? missing(object, key) : attribute;
}

function missing(object: Value, key: Value): Undefined {
  const name = typeof key === 'string' ? key : repr(key);
  return new Undefined(`a ${typeName(object)} has no "${name}"`);
}

function ownAttribute(object: Value, name: string): Value | undefined {
  if (object instanceof Undefined) throw new TemplateError(object.complaint);
  if (typeof object === 'string' || object instanceof Markup) return textMethod(object, name);
  if (object instanceof Namespace) return object.attributes.get(name);
  if (object instanceof Attributes) return object.attribute(name);
  if (object instanceof Group && (name === 'grouper' || name === 'list')) {
    return object.items[name === 'grouper' ? 0 : 1];
  }
  if (isNumber(object) && (OF_NUMBERS.includes(name) || MORE_OF_NUMBERS.includes(name))) {
    throw new NotSupported(`the attribute "${name}" of a number`);
  }
  if (object instanceof Callable && (name === 'name' || name === 'arguments')) {
    throw new NotSupported(`the attribute "${name}" of a macro`);
  }
  return containerMethod(object, name);
}

function ownItem(object: Value, key: Value): Value | undefined {
  if (object instanceof Dict) {
    const isHashable = !Array.isArray(key) && !(key instanceof Dict);
    return isHashable ? object.get(key) : undefined;
  }
  if (typeof key !== 'bigint' && typeof key !== 'boolean') return undefined;
  const index = Number(key);
  if (typeof object === 'string') return at(Array.from(object), index);
  if (object instanceof Markup) {
    const char = at(Array.from(object.text), index);
    return char === undefined ? undefined : new Markup(char);
  }
  if (Array.isArray(object)) return at(object, index);
  if (object instanceof Tuple) return at(object.items, index);
  if (!(object instanceof Range)) return undefined;
  const place = index < 0 ? index + object.length : index;
  return place >= 0 && place < object.length ? object.start + BigInt(place) * object.step : undefined;
}

function at<Item>(items: readonly Item[], index: number): Item | undefined {
  return items.at(index);
}

/** Null stands for a bound that is left out. */
export function lookupSlice(object: Value, start: Value, stop: Value, step: Value): Value {
  if (object instanceof Undefined) throw new TemplateError(object.complaint);
  const slice = <Item>(items: readonly Item[]): Item[] => sliced(items, start, stop, step);
  if (typeof object === 'string') return slice(Array.from(object)).join('');
  if (object instanceof Markup) return new Markup(slice(Array.from(object.text)).join(''));
  if (Array.isArray(object)) return slice(object);
  if (object instanceof Tuple) return new Tuple(slice(object.items));
  if (object instanceof Range) throw new NotSupported('a part of a range');
  throw new TemplateError(`a ${typeName(object)} cannot be cut`);
}

function sliced<Item>(items: readonly Item[], from: Value, to: Value, by: Value): Item[] {
  const step = bound(by) ?? 1;
  if (step === 0) throw new TemplateError('a slice cannot have a step of zero');
  const { length } = items;
  const clamp = (value: number | null, otherwise: number): number => {
    if (value === null) return otherwise;
    const place = value < 0 ? value + length : value;
    return step > 0 ? Math.min(Math.max(place, 0), length) : Math.min(Math.max(place, -1), length - 1);
  };
  const start = clamp(bound(from), step > 0 ? 0 : length - 1);
  const stop = clamp(bound(to), step > 0 ? length : -1);
  const taken: Item[] = [];
  for (let index = start; step > 0 ? index < stop : index > stop; index += step) {
    taken.push(...items.slice(index, index + 1));
  }
  return taken;
}

function bound(value: Value): number | null {
  if (value === null) return null;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  if (value instanceof Undefined) throw new TemplateError(value.complaint);
  throw new TemplateError(`a slice cannot have a ${typeName(value)} as its bound`);
}
