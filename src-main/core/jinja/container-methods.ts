import { positionalFunction } from './bind-arguments.ts';
import { equals } from './compare.ts';
import { NotSupported, TemplateError } from './failures.ts';
import { iterate, listOf } from './sequences.ts';
import { Dict, Range, Tuple, valueOr, View, type Value } from './values.ts';

/** The methods of lists, tuples and dicts that change nothing; transformers' sandbox has no others. */
export function containerMethod(object: Value, name: string): Value | undefined {
  if (object instanceof Dict) return dictMethod(object, name);
  if (object instanceof View && ['isdisjoint', 'mapping'].includes(name)) {
    throw new NotSupported(`the attribute "${name}" of a view of a dict`);
  }
  if (!Array.isArray(object) && !(object instanceof Tuple) && !(object instanceof Range)) return undefined;
  switch (name) {
    case 'count':
      return positionalFunction(name, 1, 1, ([wanted = null]) =>
        BigInt(listOf(object).filter((one) => equals(one, wanted)).length),
      );
    case 'index':
      return positionalFunction(name, 1, 3, ([wanted = null, start = 0n, stop = null]) =>
        indexOf(listOf(object), wanted, start, stop),
      );
    case 'copy':
      return Array.isArray(object) ? positionalFunction(name, 0, 0, () => [...object]) : undefined;
    default:
      return object instanceof Range && ['start', 'stop', 'step'].includes(name)
        ? object[name as 'start' | 'stop' | 'step']
        : undefined;
  }
}

function indexOf(items: readonly Value[], wanted: Value, start: Value, stop: Value): Value {
  if (start !== 0n || stop !== null) throw new NotSupported('.index() with bounds');
  const index = items.findIndex((one) => equals(one, wanted));
  if (index < 0) throw new TemplateError('.index() of what is not in the list');
  return BigInt(index);
}

function dictMethod(dict: Dict, name: string): Value | undefined {
  switch (name) {
    case 'get':
      return positionalFunction(name, 1, 2, ([key = null, otherwise = null]) => valueOr(dict.get(key), otherwise));
    case 'items':
    case 'keys':
    case 'values':
      return positionalFunction(name, 0, 0, () => new View(`dict_${name}`, dict));
    case 'copy':
      return positionalFunction(name, 0, 0, () => copyDict(dict));
    case 'fromkeys':
      throw new NotSupported('.fromkeys()');
    default:
      return undefined;
  }
}

function copyDict(dict: Dict): Dict {
  const copy = new Dict();
  for (const [key, value] of dict.entries()) copy.set(key, value);
  return copy;
}

/** Python's `dict(source, **keywords)`. */
export function makeDict(args: readonly Value[], keywords: ReadonlyMap<string, Value>): Dict {
  if (args.length > 1) throw new TemplateError(`a dict from ${args.length} values`);
  const [source] = args;
  let dict = new Dict();
  if (source instanceof Dict) {
    dict = copyDict(source);
  } else if (source !== undefined) {
    for (const pair of listOf(source)) {
      const items = iterate(pair);
      const [key, value, ...more] = items === null ? [] : [...items];
      if (key === undefined || value === undefined || more.length > 0) throw new TemplateError('a dict wants pairs');
      dict.set(key, value);
    }
  }
  for (const [key, value] of keywords) dict.set(key, value);
  return dict;
}
