/** Python's `==`, `<`, `in` and `sorted`. */
import { TemplateError } from './failures.ts';
import { iterate } from './sequences.ts';
import {
  Dict,
  isNumber,
  Markup,
  Namespace,
  Range,
  textOf,
  Tuple,
  typeName,
  Undefined,
  View,
  type Value,
} from './values.ts';

export function equals(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (isNumber(left) && isNumber(right)) {
    // A bigint and a number are compared by value, exactly.
    return asNumeric(left) <= asNumeric(right) && asNumeric(left) >= asNumeric(right);
  }
  const text = textOf(left);
  if (text !== null) return text === textOf(right);
  if (Array.isArray(left)) return Array.isArray(right) && areEqualLists(left, right);
  if (left instanceof Tuple) return right instanceof Tuple && areEqualLists(left.items, right.items);
  if (left instanceof Dict) return right instanceof Dict && areEqualDicts(left, right);
  if (left instanceof Range && right instanceof Range) {
    const isSame = left.start === right.start && (left.length === 1 || left.step === right.step);
    return left.length === right.length && (left.length === 0 || isSame);
  }
  return left instanceof Undefined && right instanceof Undefined;
}

function areEqualLists(left: readonly Value[], right: readonly Value[]): boolean {
  return left.length === right.length && left.every((one, index) => equals(one, right[index] ?? null));
}

function areEqualDicts(left: Dict, right: Dict): boolean {
  if (left.size !== right.size) return false;
  return left.entries().every(([key, value]) => {
    const other = right.get(key);
    return other !== undefined && equals(value, other);
  });
}

/** Below, equal or above zero. NaN counts as zero here; `isBelow` handles it. */
export function order(left: Value, right: Value): number {
  return isBelow(left, right) ? -1 : isBelow(right, left) ? 1 : 0;
}

/** @throws TemplateError for kinds that have no order */
export function isBelow(left: Value, right: Value): boolean {
  if (isNumber(left) && isNumber(right)) return asNumeric(left) < asNumeric(right);
  const texts = [textOf(left), textOf(right)] as const;
  if (texts[0] !== null && texts[1] !== null) return compareTexts(texts[0], texts[1]) < 0;
  const lists = [orderedItems(left), orderedItems(right)] as const;
  if (lists[0] !== null && lists[1] !== null && Array.isArray(left) === Array.isArray(right)) {
    return isListBelow(lists[0], lists[1]);
  }
  throw new TemplateError(`a ${typeName(left)} and a ${typeName(right)} have no order`);
}

function orderedItems(value: Value): readonly Value[] | null {
  return Array.isArray(value) ? value : value instanceof Tuple ? value.items : null;
}

function isListBelow(left: readonly Value[], right: readonly Value[]): boolean {
  for (const [index, one] of left.entries()) {
    const other = right[index];
    if (other === undefined) return false;
    if (!equals(one, other)) return isBelow(one, other);
  }
  return left.length < right.length;
}

/** By code points, as Python; JavaScript compares UTF-16 units, in which a surrogate comes before U+E000. */
function compareTexts(left: string, right: string): number {
  let index = 0;
  while (index < left.length && left[index] === right[index]) index += 1;
  // Step back to the first half of a pair of which only the second differs.
  const before = left.charCodeAt(index - 1);
  if (before >= 0xd800 && before < 0xdc00) index -= 1;
  return (left.codePointAt(index) ?? -1) - (right.codePointAt(index) ?? -1);
}

/** `item in container` */
export function contains(container: Value, item: Value): boolean {
  const text = textOf(container);
  if (text !== null) {
    const part = textOf(item);
    if (part === null) throw new TemplateError(`a ${typeName(item)} cannot be looked for in a text`);
    return text.includes(part);
  }
  if (container instanceof Dict) return container.has(item);
  if (container instanceof View && container.kind === 'dict_keys') return container.dict.has(item);
  const items = container instanceof Namespace ? null : iterate(container);
  if (items === null) throw new TemplateError(`a ${typeName(container)} holds nothing that could be looked for`);
  for (const one of items) if (equals(one, item)) return true;
  return false;
}

/** Python's `is`; true for equal texts and numbers of one type, which CPython mostly keeps once. */
export function isSame(left: Value, right: Value): boolean {
  return left === right && !(left instanceof Markup);
}

export function asNumeric(value: boolean | bigint | number): bigint | number {
  return typeof value === 'boolean' ? BigInt(value) : value;
}
