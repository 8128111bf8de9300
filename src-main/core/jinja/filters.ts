/** All filters by name, with those that apply others. */
import { bindArguments } from './bind-arguments.ts';
import { NotSupported, TemplateError } from './failures.ts';
import { FILTERS_OF_LISTS } from './filters-of-lists.ts';
import { FILTERS_OF_NUMBERS } from './filters-of-numbers.ts';
import { FILTERS_OF_TEXT, formatFilter, type Filter } from './filters-of-text.ts';
import { attributeGetter } from './item-attribute.ts';
import { lookupAttribute } from './lookup.ts';
import { isTrue, iterate, listOf } from './sequences.ts';
import { applyTest } from './tests-of-values.ts';
import { Dict, Lazy, textOf, Undefined, type Value } from './values.ts';

type Keywords = ReadonlyMap<string, Value>;

const OTHERS: Readonly<Record<string, Filter>> = {
  default: { parameters: ['default_value', 'boolean'], run: otherwise },
  d: { parameters: ['default_value', 'boolean'], run: otherwise },
  attr: {
    parameters: ['name'],
    required: 1,
    run: (value, [name = null]) => {
      // A dict has only its methods: its keys are not attributes.
      if (value instanceof Dict) return lookupAttribute(new Dict(), textOf(name) ?? '');
      return lookupAttribute(value, textOf(name) ?? '');
    },
  },
};

const FILTERS: Readonly<Record<string, Filter>> = {
  ...FILTERS_OF_TEXT,
  ...FILTERS_OF_LISTS,
  ...FILTERS_OF_NUMBERS,
  ...OTHERS,
};

/** Filters that take any arguments. */
const FREE: Readonly<Record<string, (value: Value, args: readonly Value[], keywords: Keywords) => Value>> = {
  map: (value, args, keywords) => lazily(value, () => mapping(args, keywords)),
  select: (value, args, keywords) => lazily(value, () => choosing(args, keywords, null, true)),
  reject: (value, args, keywords) => lazily(value, () => choosing(args, keywords, null, false)),
  selectattr: (value, args, keywords) => lazily(value, () => choosingByAttribute(args, keywords, true)),
  rejectattr: (value, args, keywords) => lazily(value, () => choosingByAttribute(args, keywords, false)),
  format: formatFilter,
};

const NOT_SUPPORTED: readonly string[] = [
  'filesizeformat',
  'pprint',
  'random',
  'striptags',
  'urlize',
  'wordwrap',
  'xmlattr',
];

/** @throws NotSupported for a filter of Jinja2 that Sarvi does not have */
export function isKnownFilter(name: string): boolean {
  if (NOT_SUPPORTED.includes(name)) throw new NotSupported(`the filter "${name}"`);
  return Object.hasOwn(FILTERS, name) || Object.hasOwn(FREE, name);
}

export function applyFilter(name: string, value: Value, args: readonly Value[], keywords: Keywords): Value {
  if (!isKnownFilter(name)) throw new TemplateError(`there is no filter "${name}"`);
  const free = Object.hasOwn(FREE, name) ? FREE[name] : undefined;
  if (free !== undefined) return free(value, args, keywords);
  const filter = FILTERS[name];
  if (filter === undefined) throw new TemplateError(`there is no filter "${name}"`);
  const bound = bindArguments(`the filter ${name}`, filter.parameters, filter.required ?? 0, args, keywords);
  return filter.run(value, bound);
}

function otherwise(value: Value, [instead = '', boolean = false]: readonly (Value | undefined)[]): Value {
  return value instanceof Undefined || (isTrue(boolean) && !isTrue(value)) ? instead : value;
}

/** The result for an item; undefined leaves it out. */
type Step = (item: Value) => Value | undefined;

/**
 * Like a generator in Python: nothing is examined before the first item is requested, and an empty value gives none.
 */
function lazily(value: Value, prepare: () => Step): Lazy {
  return new Lazy(
    (function* (): Iterable<Value> {
      if (!isTrue(value)) return;
      const step = prepare();
      for (const item of iterate(value) ?? listOf(value)) {
        const made = step(item);
        if (made !== undefined) yield made;
      }
    })(),
  );
}

function mapping(args: readonly Value[], keywords: Keywords): Step {
  const attribute = keywords.get('attribute');
  if (args.length === 0 && attribute !== undefined) {
    const unknown = [...keywords.keys()].find((name) => name !== 'attribute' && name !== 'default');
    if (unknown !== undefined) throw new TemplateError(`map takes no argument "${unknown}"`);
    return attributeGetter(attribute, keywords.get('default') ?? null);
  }
  const [name, ...rest] = args;
  if (typeof name !== 'string') throw new TemplateError('map wants the name of a filter');
  return (item) => applyFilter(name, item, rest, keywords);
}

function choosingByAttribute([attribute, ...args]: readonly Value[], keywords: Keywords, keeps: boolean): Step {
  if (attribute === undefined) throw new TemplateError('the name of an attribute is missing');
  return choosing(args, keywords, attribute, keeps);
}

function choosing([name, ...args]: readonly Value[], keywords: Keywords, attribute: Value, keeps: boolean): Step {
  const get = attributeGetter(attribute);
  return (item) => {
    const value = get(item);
    const passes = name === undefined ? isTrue(value) : applyTest(textOf(name) ?? '', value, args, keywords);
    return passes === keeps ? item : undefined;
  };
}
