import { TemplateError } from './failures.ts';
import { equals } from './compare.ts';
import { positionalFunction } from './bind-arguments.ts';
import { checkedList } from './sequences.ts';
import { Attributes, Callable, Tuple, Undefined, valueOr, type Value } from './values.ts';

/**
 * The `loop` of a for block. Items are fetched when they are requested, one ahead for `last` and `nextitem`, all of
 * them for the length. Jinja2 does the same, which matters when a condition examines what the body has changed.
 */
export class Loop {
  readonly value: Attributes;
  readonly #depth: number;
  #iterator: Iterator<Value>;
  #ahead: { readonly item: Value } | null = null;
  #index = -1;
  #previous: Value | undefined;
  #current: Value | undefined;
  #length: number | null = null;
  #lastChanged: Value | null = null;

  /** @param call - runs a recursive loop over other items; null for others */
  constructor(items: Iterable<Value>, depth: number, call: ((value: Value) => Value) | null) {
    this.#iterator = items[Symbol.iterator]();
    this.#depth = depth;
    const run =
      call === null
        ? null
        : (args: readonly Value[]): Value => {
            const [value, ...more] = args;
            if (value === undefined || more.length > 0) throw new TemplateError('loop() takes one value');
            return call(value);
          };
    this.value = new Attributes((name) => this.#attribute(name), run);
  }

  /** The next item; undefined at the end. */
  next(): Value | undefined {
    const item = this.#fetch();
    this.#ahead = null;
    if (item === undefined) return undefined;
    this.#index += 1;
    this.#previous = this.#current;
    this.#current = item;
    return item;
  }

  #fetch(): Value | undefined {
    if (this.#ahead !== null) return this.#ahead.item;
    const next: IteratorResult<Value, unknown> = this.#iterator.next();
    if (next.done === true) return undefined;
    this.#ahead = { item: next.value };
    return next.value;
  }

  #measure(): number {
    if (this.#length === null) {
      const rest = checkedList({ [Symbol.iterator]: () => this.#iterator });
      this.#iterator = rest[Symbol.iterator]();
      this.#length = rest.length + this.#index + 1 + (this.#ahead === null ? 0 : 1);
    }
    return this.#length;
  }

  #attribute(name: string): Value | undefined {
    const index = BigInt(this.#index);
    switch (name) {
      case 'index':
        return index + 1n;
      case 'index0':
        return index;
      case 'first':
        return this.#index === 0;
      case 'last':
        return this.#fetch() === undefined;
      case 'length':
        return BigInt(this.#measure());
      case 'revindex':
        return BigInt(this.#measure()) - index;
      case 'revindex0':
        return BigInt(this.#measure()) - index - 1n;
      case 'depth':
        return BigInt(this.#depth + 1);
      case 'depth0':
        return BigInt(this.#depth);
      case 'previtem':
        return valueOr(this.#previous, new Undefined('there is no item before the first'));
      case 'nextitem':
        return valueOr(this.#fetch(), new Undefined('there is no item behind the last'));
      case 'cycle':
        return new Callable('cycle', (args) => {
          if (args.length === 0) throw new TemplateError('loop.cycle() has nothing to choose from');
          return args[this.#index % args.length] ?? null;
        });
      case 'changed':
        return positionalFunction('changed', 0, Infinity, (args) => this.#hasChanged(new Tuple(args)));
      default:
        return undefined;
    }
  }

  #hasChanged(values: Tuple): boolean {
    if (this.#lastChanged !== null && equals(this.#lastChanged, values)) return false;
    this.#lastChanged = values;
    return true;
  }
}
