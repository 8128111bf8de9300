/**
 * Python's values. JavaScript's own stand for those that they equal: null is None, a bigint an int, a number a float,
 * an array a list. So 1 and 1.0 differ and whole numbers have no limit, as in Python.
 */
import { TemplateError } from './failures.ts';

export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Value[]
  | Tuple
  | Dict
  | Range
  | View
  | Lazy
  | Markup
  | Namespace
  | Callable
  | Undefined
  | Attributes;

/** The value of a missing name, key or attribute. It prints as nothing; using it is an error. */
export class Undefined {
  readonly complaint: string;
  constructor(complaint: string) {
    this.complaint = complaint;
  }
}

export class Tuple {
  readonly items: readonly Value[];
  constructor(items: readonly Value[]) {
    this.items = items;
  }
}

/** A pair of `groupby`: a tuple whose parts have names. */
export class Group extends Tuple {}

/** Python's `range`. */
export class Range {
  readonly start: bigint;
  readonly stop: bigint;
  readonly step: bigint;
  readonly length: number;
  constructor(start: bigint, stop: bigint, step: bigint) {
    this.start = start;
    this.stop = stop;
    this.step = step;
    const span = step > 0n ? stop - start : start - stop;
    const size = step > 0n ? step : -step;
    this.length = span <= 0n ? 0 : Number((span + size - 1n) / size);
  }
}

/** `dict.keys()`, `values()` and `items()`. */
export class View {
  readonly kind: 'dict_keys' | 'dict_values' | 'dict_items';
  readonly dict: Dict;
  constructor(kind: View['kind'], dict: Dict) {
    this.kind = kind;
    this.dict = dict;
  }
}

/** A generator or iterator: iterated once, without a length. */
export class Lazy {
  readonly iterator: Iterator<Value>;
  constructor(values: Iterable<Value>) {
    this.iterator = values[Symbol.iterator]();
  }
}

/** Text that `safe` has marked. Most operations on text are refused for it. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export class Namespace {
  readonly attributes: Dict;
  constructor(attributes: Dict) {
    this.attributes = attributes;
  }
}

export class Callable {
  readonly name: string;
  readonly call: (args: readonly Value[], keywords: ReadonlyMap<string, Value>) => Value;
  constructor(name: string, call: Callable['call']) {
    this.name = name;
    this.call = call;
  }
}

/** `loop`, a `cycler` and the like: attributes by name, which may be callable, and nothing else. */
export class Attributes {
  readonly attribute: (name: string) => Value | undefined;
  readonly call: Callable['call'] | null;
  constructor(attribute: (name: string) => Value | undefined, call: Callable['call'] | null = null) {
    this.attribute = attribute;
    this.call = call;
  }
}

export class Dict {
  readonly #entries = new Map<string, readonly [Value, Value]>();

  static of(entries: Iterable<readonly [string, Value]>): Dict {
    const dict = new Dict();
    for (const [key, value] of entries) dict.set(key, value);
    return dict;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Like Python it keeps the first of equal keys (1, 1.0 and True) and the last value. */
  set(key: Value, value: Value): void {
    const hash = hashOf(key);
    const known = this.#entries.get(hash);
    this.#entries.set(hash, [known === undefined ? key : known[0], value]);
  }

  get(key: Value): Value | undefined {
    return this.#entries.get(hashOf(key))?.[1];
  }

  has(key: Value): boolean {
    return this.#entries.has(hashOf(key));
  }

  entries(): (readonly [Value, Value])[] {
    return [...this.#entries.values()];
  }

  keys(): Value[] {
    return this.entries().map(([key]) => key);
  }

  values(): Value[] {
    return this.entries().map(([, value]) => value);
  }
}

/** Equal for values that Python takes for one key. */
export function hashOf(value: Value): string {
  if (typeof value === 'string') return `s${value}`;
  if (value instanceof Markup) return `s${value.text}`;
  if (typeof value === 'bigint') return `n${value.toString()}`;
  if (typeof value === 'boolean') return value ? 'n1' : 'n0';
  if (typeof value === 'number') return Number.isInteger(value) ? `n${BigInt(value).toString()}` : `n${String(value)}`;
  if (value === null) return 'none';
  if (value instanceof Undefined) return 'undefined';
  if (value instanceof Tuple) {
    const parts = value.items.map(hashOf);
    return `t${parts.map((part) => `${part.length}:${part}`).join('')}`;
  }
  throw new TemplateError(`a ${typeName(value)} cannot be a key`);
}

/** Python's name of the type. */
export function typeName(value: Value): string {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'float';
  if (typeof value === 'string') return 'str';
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Tuple) return 'tuple';
  if (value instanceof Dict) return 'dict';
  if (value instanceof Range) return 'range';
  if (value instanceof View) return value.kind;
  if (value instanceof Lazy) return 'generator';
  if (value instanceof Markup) return 'Markup';
  if (value instanceof Namespace) return 'Namespace';
  if (value instanceof Undefined) return 'Undefined';
  return 'function';
}

export function isNumber(value: Value): value is boolean | bigint | number {
  return typeof value === 'boolean' || typeof value === 'bigint' || typeof value === 'number';
}

/** Unlike `??`, this keeps None. */
export function valueOr(value: Value | undefined, otherwise: Value): Value {
  return value === undefined ? otherwise : value;
}

/** The text of either kind; null for a value that is no text. */
export function textOf(value: Value): string | null {
  return typeof value === 'string' ? value : value instanceof Markup ? value.text : null;
}
