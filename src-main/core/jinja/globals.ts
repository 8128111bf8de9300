/** The functions that every template has, by name. */
import { bindArguments, positionalFunction } from './bind-arguments.ts';
import { makeDict } from './container-methods.ts';
import { NotSupported, TemplateError } from './failures.ts';
import { str } from './python-text.ts';
import { Attributes, Callable, Namespace, Range, typeName, type Value } from './values.ts';

/** The limit of Jinja2's sandbox, in which transformers renders. */
const MAX_RANGE_LENGTH = 100_000;

export const GLOBALS: readonly (readonly [string, Value])[] = [
  ['range', positionalFunction('range', 1, 3, range)],
  ['dict', new Callable('dict', makeDict)],
  ['namespace', new Callable('namespace', (args, keywords) => new Namespace(makeDict(args, keywords)))],
  // The template itself, which has only blocks.
  ['self', new Attributes(() => undefined)],
  ['cycler', new Callable('cycler', (args) => cycler(args))],
  ['joiner', new Callable('joiner', joiner)],
  [
    'lipsum',
    new Callable('lipsum', () => {
      throw new NotSupported('the function lipsum');
    }),
  ],
];

function range(args: readonly Value[]): Value {
  const [first = 0n, second, step = 1n] = args.map((one) => {
    if (typeof one !== 'bigint' && typeof one !== 'boolean') {
      throw new TemplateError(`range() of a ${typeName(one)}`);
    }
    return BigInt(one);
  });
  if (step === 0n) throw new TemplateError('range() with a step of zero');
  const made = second === undefined ? new Range(0n, first, 1n) : new Range(first, second, step);
  if (made.length > MAX_RANGE_LENGTH) throw new TemplateError(`range() of ${made.length} numbers`);
  return made;
}

function cycler(items: readonly Value[]): Value {
  if (items.length === 0) throw new TemplateError('cycler() has nothing to choose from');
  let place = 0;
  const current = (): Value => items[place] ?? null;
  return new Attributes((name) => {
    switch (name) {
      case 'current':
        return current();
      case 'next':
        return positionalFunction('next', 0, 0, () => {
          const item = current();
          place = (place + 1) % items.length;
          return item;
        });
      case 'reset':
        return positionalFunction('reset', 0, 0, () => {
          place = 0;
          return null;
        });
      default:
        return undefined;
    }
  });
}

function joiner(args: readonly Value[], keywords: ReadonlyMap<string, Value>): Value {
  const [separator = ', '] = bindArguments('joiner', ['sep'], 0, args, keywords);
  let isUsed = false;
  return new Attributes(
    () => undefined,
    () => {
      const text = isUsed ? str(separator) : '';
      isUsed = true;
      return text;
    },
  );
}
