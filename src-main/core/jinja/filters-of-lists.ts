import type { Bound } from './bind-arguments.ts';
import { equals, isBelow, order } from './compare.ts';
import { TemplateError } from './failures.ts';
import type { Filter } from './filters-of-text.ts';
import { attributeGetter, caseOf, keyGetter } from './item-attribute.ts';
import { calculate } from './arithmetic.ts';
import { str } from './python-text.ts';
import { checkedText, isTrue, iterate, lengthOf, listOf } from './sequences.ts';
import {
  Dict,
  Group,
  hashOf,
  Lazy,
  Markup,
  textOf,
  Tuple,
  typeName,
  Undefined,
  valueOr,
  View,
  type Value,
} from './values.ts';

const length: Filter = { parameters: [], run: (value) => BigInt(knownLength(value)) };

export const FILTERS_OF_LISTS: Readonly<Record<string, Filter>> = {
  length,
  count: length,
  list: { parameters: [], run: (value) => listOf(value) },
  first: { parameters: [], run: first },
  last: { parameters: [], run: last },
  reverse: { parameters: [], run: reverse },
  join: { parameters: ['d', 'attribute'], run: join },
  sort: { parameters: ['reverse', 'case_sensitive', 'attribute'], run: sort },
  unique: { parameters: ['case_sensitive', 'attribute'], run: lazy(unique) },
  min: { parameters: ['case_sensitive', 'attribute'], run: (value, args) => extreme(value, args, isBelow) },
  max: {
    parameters: ['case_sensitive', 'attribute'],
    run: (value, args) => extreme(value, args, (one, best) => isBelow(best, one)),
  },
  sum: { parameters: ['attribute', 'start'], run: sum },
  groupby: { parameters: ['attribute', 'default', 'case_sensitive'], required: 1, run: groupBy },
  dictsort: { parameters: ['case_sensitive', 'by', 'reverse'], run: dictSort },
  items: { parameters: [], run: lazy(items) },
  batch: { parameters: ['linecount', 'fill_with'], required: 1, run: lazy(batch) },
  slice: { parameters: ['slices', 'fill_with'], required: 1, run: lazy(slices) },
};

function knownLength(value: Value): number {
  const size = lengthOf(value);
  if (size === null) throw new TemplateError(`a ${typeName(value)} has no length`);
  return size;
}

function first(value: Value): Value {
  const iterator = (iterate(value) ?? listOf(value))[Symbol.iterator]();
  const next: IteratorResult<Value, unknown> = iterator.next();
  return next.done === true ? new Undefined('there is no first item') : next.value;
}

function last(value: Value): Value {
  knownLength(value);
  return valueOr(listOf(value).at(-1), new Undefined('there is no last item'));
}

function reverse(value: Value): Value {
  const text = textOf(value);
  if (text === null) return new Lazy(listOf(value).reverse());
  const reversed = Array.from(text).reverse().join('');
  return value instanceof Markup ? new Markup(reversed) : reversed;
}

function join(value: Value, [separator = '', attribute = null]: Bound): Value {
  return checkedText(listOf(value).map(attributeGetter(attribute)).map(str).join(str(separator)));
}

function sort(value: Value, [reversed = false, caseSensitive = false, attribute = null]: Bound): Value {
  const key = keyGetter(attribute, isTrue(caseSensitive));
  const sign = isTrue(reversed) ? -1 : 1;
  return sorted(listOf(value), (item) => key(item), sign);
}

function sorted(list: readonly Value[], key: (item: Value) => Value, sign: number): Value[] {
  const keyed = list.map((item) => ({ item, key: key(item) }));
  return keyed.sort((a, b) => sign * order(a.key, b.key)).map(({ item }) => item);
}

/** Like a generator in Python, it does nothing, and so cannot fail, before its first item is requested. */
function lazy(run: (value: Value, args: Bound) => Iterable<Value>): Filter['run'] {
  return (value, args) =>
    new Lazy(
      (function* () {
        yield* run(value, args);
      })(),
    );
}

function* unique(value: Value, [caseSensitive = false, attribute = null]: Bound): Iterable<Value> {
  const get = attributeGetter(attribute);
  const seen = new Set<string>();
  for (const item of listOf(value)) {
    const hash = hashOf(caseOf(get(item), isTrue(caseSensitive)));
    if (seen.has(hash)) continue;
    seen.add(hash);
    yield item;
  }
}

function extreme(
  value: Value,
  [caseSensitive = false, attribute = null]: Bound,
  isBetter: (one: Value, best: Value) => boolean,
): Value {
  const get = attributeGetter(attribute);
  const keyOf = (item: Value): Value => caseOf(get(item), isTrue(caseSensitive));
  const [head, ...rest] = listOf(value);
  if (head === undefined) return new Undefined('there is no item to compare');
  let best = head;
  for (const item of rest) if (isBetter(keyOf(item), keyOf(best))) best = item;
  return best;
}

function sum(value: Value, [attribute = null, start = 0n]: Bound): Value {
  if (textOf(start) !== null) throw new TemplateError('texts are joined and not summed');
  return listOf(value)
    .map(attributeGetter(attribute))
    .reduce((total, one) => calculate('+', total, one), start);
}

function groupBy(value: Value, [attribute = null, otherwise = null, caseSensitive = false]: Bound): Value {
  const get = attributeGetter(attribute, otherwise);
  const keyOf = (item: Value): Value => caseOf(get(item), isTrue(caseSensitive));
  const groups: { key: Value; readonly items: Value[] }[] = [];
  for (const item of sorted(listOf(value), keyOf, 1)) {
    const group = groups.at(-1);
    if (group !== undefined && equals(group.key, keyOf(item))) group.items.push(item);
    else groups.push({ key: keyOf(item), items: [item] });
  }
  return groups.map(({ items: members }) => new Group([get(members[0] ?? null), members]));
}

function dictSort(value: Value, [caseSensitive = false, by = 'key', reversed = false]: Bound): Value {
  if (by !== 'key' && by !== 'value') throw new TemplateError('dictsort sorts by "key" or "value"');
  if (!(value instanceof Dict)) throw new TemplateError(`a ${typeName(value)} has no items`);
  const place = by === 'key' ? 0 : 1;
  const pairs = value.entries().map((entry) => new Tuple(entry));
  const key = (pair: Value): Value =>
    caseOf(pair instanceof Tuple ? (pair.items[place] ?? null) : null, isTrue(caseSensitive));
  return sorted(pairs, key, isTrue(reversed) ? -1 : 1);
}

function items(value: Value): Iterable<Value> {
  if (value instanceof Undefined) return [];
  if (!(value instanceof Dict)) throw new TemplateError(`a ${typeName(value)} has no items`);
  return listOf(new View('dict_items', value));
}

function count(value: Value | undefined): number {
  if (typeof value !== 'bigint' || value < 1n || value > 1_000_000n) throw new TemplateError('expected a count');
  return Number(value);
}

function batch(value: Value, [size, filler = null]: Bound): Iterable<Value> {
  const most = count(size);
  const lines: Value[][] = [];
  for (const item of listOf(value)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length < most) line.push(item);
    else lines.push([item]);
  }
  const line = lines.at(-1);
  if (filler !== null && line !== undefined) while (line.length < most) line.push(filler);
  return lines;
}

function slices(value: Value, [number, filler = null]: Bound): Iterable<Value> {
  const parts = count(number);
  const list = listOf(value);
  const size = Math.floor(list.length / parts);
  const longer = list.length % parts;
  let start = 0;
  return Array.from({ length: parts }, (_, index) => {
    const end = start + size + (index < longer ? 1 : 0);
    const part = list.slice(start, end);
    start = end;
    if (filler !== null && index >= longer) part.push(filler);
    return part;
  });
}
