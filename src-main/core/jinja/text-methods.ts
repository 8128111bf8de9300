/** The methods of Python's `str`. */
import { positionalFunction } from './bind-arguments.ts';
import { NotSupported, TemplateError } from './failures.ts';
import { formatText } from './format-text.ts';
import { splitAtSpaces, splitLines, strip } from './python-spaces.ts';
import { checkedText, checkLength, listOf } from './sequences.ts';
import { capitalize, isOfKind, KINDS, swapCase, titleCase } from './text-case.ts';
import { replaceText, splitText, slicedForSearch } from './text-search.ts';
import { Callable, Dict, Markup, textOf, Tuple, typeName, type Value } from './values.ts';

const NOT_SUPPORTED: readonly string[] = [
  'encode',
  'expandtabs',
  'format_map',
  'isidentifier',
  'isprintable',
  'maketrans',
  'translate',
];

type Method = (text: string, args: readonly Value[]) => Value;

/** Methods by name, with the least and most arguments that they take. */
const METHODS: Readonly<Record<string, readonly [number, number, Method]>> = {
  upper: [0, 0, (text) => text.toUpperCase()],
  lower: [0, 0, (text) => text.toLowerCase()],
  casefold: [0, 0, (text) => text.toLowerCase().replaceAll('ß', 'ss')],
  capitalize: [0, 0, capitalize],
  title: [0, 0, titleCase],
  swapcase: [0, 0, swapCase],
  strip: [0, 1, (text, [chars = null]) => strip(text, optionalText(chars), 'both')],
  lstrip: [0, 1, (text, [chars = null]) => strip(text, optionalText(chars), 'left')],
  rstrip: [0, 1, (text, [chars = null]) => strip(text, optionalText(chars), 'right')],
  startswith: [1, 3, (text, args) => hasAffix(text, args, (part, affix) => part.startsWith(affix))],
  endswith: [1, 3, (text, args) => hasAffix(text, args, (part, affix) => part.endsWith(affix))],
  removeprefix: [
    1,
    1,
    (text, [affix]) => (text.startsWith(needText(affix)) ? text.slice(needText(affix).length) : text),
  ],
  removesuffix: [1, 1, (text, [affix]) => removeSuffix(text, needText(affix))],
  find: [1, 3, (text, args) => search(text, args, false)],
  rfind: [1, 3, (text, args) => search(text, args, true)],
  index: [1, 3, (text, args) => found(search(text, args, false))],
  rindex: [1, 3, (text, args) => found(search(text, args, true))],
  count: [1, 3, (text, args) => countOf(text, args)],
  join: [1, 1, (text, [items = null]) => checkedText(listOf(items).map(needText).join(text))],
  partition: [1, 1, (text, [mark]) => partition(text, needText(mark), false)],
  rpartition: [1, 1, (text, [mark]) => partition(text, needText(mark), true)],
  center: [1, 2, (text, args) => padded(text, args, 'center')],
  ljust: [1, 2, (text, args) => padded(text, args, 'left')],
  rjust: [1, 2, (text, args) => padded(text, args, 'right')],
  zfill: [1, 1, (text, [width = null]) => zeroFill(text, width)],
};
for (const kind of KINDS) (METHODS as Record<string, unknown>)[kind] = [0, 0, (text: string) => isOfKind(text, kind)];

/** Methods that take arguments by name too, or any number of them. */
const NAMED_METHODS: Readonly<Record<string, (text: string, args: readonly Value[], names: Dict) => Value>> = {
  split: (text, args, names) => split(text, args, names, false),
  rsplit: (text, args, names) => split(text, args, names, true),
  splitlines: (text, args, names) => {
    if (args.length > 0 || names.size > 0) throw new NotSupported('.splitlines() with arguments');
    return splitLines(text);
  },
  replace: (text, args, names) => {
    const [old = null, next = null, count = names.get('count') ?? -1n] = args;
    if (names.size > (names.has('count') ? 1 : 0) || args.length > 3)
      throw new TemplateError('.replace() got too much');
    return replaceText(text, needText(old), needText(next), wholeNumber(count));
  },
  format: (text, args, names) => checkedText(formatText(text, args, names)),
};

export function textMethod(value: string | Markup, name: string): Value | undefined {
  if (NOT_SUPPORTED.includes(name)) throw new NotSupported(`the method .${name}()`);
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  const named = Object.hasOwn(NAMED_METHODS, name) ? NAMED_METHODS[name] : undefined;
  if (value instanceof Markup) {
    if (method === undefined && named === undefined) return undefined;
    if (method === undefined || method[1] > 0) throw new NotSupported(`.${name}() of a text marked as safe`);
  }
  const text = textOf(value) ?? '';
  if (method !== undefined) {
    const [least, most, run] = method;
    return positionalFunction(name, least, most, (args) => {
      const result = run(text, args);
      return value instanceof Markup && typeof result === 'string' ? new Markup(result) : result;
    });
  }
  if (named === undefined) return undefined;
  return new Callable(name, (args, keywords) => named(text, args, Dict.of(keywords)));
}

function needText(value: Value | undefined): string {
  const text = textOf(value ?? null);
  if (text === null) throw new TemplateError(`expected a text and got a ${typeName(value ?? null)}`);
  return text;
}

function optionalText(value: Value): string | null {
  return value === null ? null : needText(value);
}

function wholeNumber(value: Value): number {
  if (typeof value !== 'bigint' && typeof value !== 'boolean') {
    throw new TemplateError(`expected a whole number and got a ${typeName(value)}`);
  }
  return Number(value);
}

function hasAffix(text: string, args: readonly Value[], test: (part: string, affix: string) => boolean): boolean {
  const [affixes = null, start = null, stop = null] = args;
  const list = affixes instanceof Tuple ? affixes.items.map(needText) : [needText(affixes)];
  const part = slicedForSearch(text, start, stop);
  return part !== null && list.some((affix) => test(part.text, affix));
}

function removeSuffix(text: string, affix: string): string {
  return affix !== '' && text.endsWith(affix) ? text.slice(0, -affix.length) : text;
}

function search(text: string, [wanted, start = null, stop = null]: readonly Value[], fromEnd: boolean): bigint {
  const part = slicedForSearch(text, start, stop);
  if (part === null) return -1n;
  const place = fromEnd ? part.text.lastIndexOf(needText(wanted)) : part.text.indexOf(needText(wanted));
  return place < 0 ? -1n : BigInt(part.start + Array.from(part.text.slice(0, place)).length);
}

function found(place: bigint): bigint {
  if (place < 0n) throw new TemplateError('.index() of a text that is not there');
  return place;
}

function countOf(text: string, [wanted, start = null, stop = null]: readonly Value[]): bigint {
  const part = slicedForSearch(text, start, stop);
  if (part === null) return 0n;
  const word = needText(wanted);
  return BigInt(word === '' ? Array.from(part.text).length + 1 : part.text.split(word).length - 1);
}

function partition(text: string, mark: string, fromEnd: boolean): Tuple {
  if (mark === '') throw new TemplateError('an empty separator');
  const place = fromEnd ? text.lastIndexOf(mark) : text.indexOf(mark);
  if (place < 0) return new Tuple(fromEnd ? ['', '', text] : [text, '', '']);
  return new Tuple([text.slice(0, place), mark, text.slice(place + mark.length)]);
}

function split(text: string, args: readonly Value[], names: Dict, fromRight: boolean): Value[] {
  const [separator = names.get('sep') ?? null, most = names.get('maxsplit') ?? -1n] = args;
  if (args.length > 2) throw new TemplateError('.split() got too many arguments');
  const count = wholeNumber(most);
  return separator === null
    ? splitAtSpaces(text, count, fromRight)
    : splitText(text, needText(separator), count, fromRight);
}

function padded(text: string, [width = null, fill = ' ']: readonly Value[], side: 'center' | 'left' | 'right'): string {
  const char = needText(fill);
  if (Array.from(char).length !== 1) throw new TemplateError('a text is filled up with one character');
  const missing = Math.max(0, wholeNumber(width) - Array.from(text).length);
  checkLength(missing);
  if (side === 'left') return text + char.repeat(missing);
  if (side === 'right') return char.repeat(missing) + text;
  // CPython gives the odd character to the left when the width is odd.
  const left = Math.floor(missing / 2) + (missing % 2 === 1 && wholeNumber(width) % 2 === 1 ? 1 : 0);
  return char.repeat(left) + text + char.repeat(missing - left);
}

function zeroFill(text: string, width: Value): string {
  const missing = Math.max(0, wholeNumber(width) - Array.from(text).length);
  checkLength(missing);
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}
