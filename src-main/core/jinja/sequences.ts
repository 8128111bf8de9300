/** Python's `iter`, `len` and `bool`. */
import { TemplateError } from './failures.ts';
import { Dict, Lazy, Range, textOf, Tuple, typeName, Undefined, View, type Value } from './values.ts';

/** No good template makes longer lists and texts. */
const MOST_ITEMS = 1_000_000;
const MOST_CHARACTERS = 16_000_000;

export function isTrue(value: Value): boolean {
  if (value === null || value instanceof Undefined) return false;
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'bigint') return value !== 0n;
  if (typeof value === 'boolean') return value;
  return lengthOf(value) !== 0;
}

/** Null for a value without length. A text is counted in code points. */
export function lengthOf(value: Value): number | null {
  const text = textOf(value);
  if (text !== null) return codePoints(text);
  if (Array.isArray(value)) return value.length;
  if (value instanceof Tuple) return value.items.length;
  if (value instanceof Dict) return value.size;
  if (value instanceof View) return value.dict.size;
  if (value instanceof Range) return value.length;
  return value instanceof Undefined ? 0 : null;
}

function codePoints(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}

/** Null for a value that cannot be iterated. */
export function iterate(value: Value): Iterable<Value> | null {
  const text = textOf(value);
  if (text !== null) return Array.from(text);
  if (Array.isArray(value)) return value;
  if (value instanceof Tuple) return value.items;
  if (value instanceof Dict) return value.keys();
  if (value instanceof View) return itemsOfView(value);
  if (value instanceof Range) return itemsOfRange(value);
  // Without `return`, so that an early end does not close it: the rest can still be read, as in Python.
  if (value instanceof Lazy) return { [Symbol.iterator]: () => ({ next: () => value.iterator.next() }) };
  return value instanceof Undefined ? [] : null;
}

/** @throws TemplateError for a value that cannot be iterated, or has too many items */
export function listOf(value: Value): Value[] {
  const items = iterate(value);
  if (items === null) throw new TemplateError(`a ${typeName(value)} cannot be gone over`);
  return checkedList(items);
}

export function checkedList(items: Iterable<Value>): Value[] {
  const list: Value[] = [];
  for (const item of items) {
    if (list.length >= MOST_ITEMS) throw new TemplateError(`a list of more than ${MOST_ITEMS} values`);
    list.push(item);
  }
  return list;
}

export function checkedText(text: string): string {
  checkLength(text.length);
  return text;
}

/** Call this before a text of that length is made. */
export function checkLength(characters: number): void {
  if (characters > MOST_CHARACTERS) throw new TemplateError(`the template made ${characters} characters`);
}

function itemsOfView({ kind, dict }: View): Value[] {
  if (kind === 'dict_keys') return dict.keys();
  if (kind === 'dict_values') return dict.values();
  return dict.entries().map((entry) => new Tuple(entry));
}

function* itemsOfRange({ start, step, length }: Range): Iterable<Value> {
  for (let index = 0; index < length; index += 1) yield start + BigInt(index) * step;
}
