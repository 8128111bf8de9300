import type { Bound } from './bind-arguments.ts';
import { escapeMarkup } from './escape-markup.ts';
import { NotSupported, TemplateError } from './failures.ts';
import { formatPercent } from './format-percent.ts';
import { lookupAttribute } from './lookup.ts';
import { splitLines, strip } from './python-spaces.ts';
import { str } from './python-text.ts';
import { checkedText, checkLength, isTrue, iterate, lengthOf } from './sequences.ts';
import { titleWords } from './text-case.ts';
import { replaceText } from './text-search.ts';
import { toJson } from './to-json.ts';
import { Callable, Dict, Markup, textOf, Tuple, typeName, type Value } from './values.ts';

export interface Filter {
  /** Names of the arguments after the value. */
  readonly parameters: readonly string[];
  readonly required?: number;
  readonly run: (value: Value, args: Bound) => Value;
}

/** A filter that is a method of texts under the same name. */
function method(name: string, parameters: readonly string[] = []): Filter {
  return { parameters, run: (value, args) => callMethod(softText(value), name, given(args)) };
}

export const FILTERS_OF_TEXT: Readonly<Record<string, Filter>> = {
  upper: method('upper'),
  lower: method('lower'),
  capitalize: method('capitalize'),
  trim: { parameters: ['chars'], run: (value, [chars = null]) => trim(softText(value), chars) },
  center: { parameters: ['width'], run: (value, [width = 80n]) => callMethod(softText(value), 'center', [width]) },
  title: { parameters: [], run: (value) => titleWords(str(value)) },
  string: { parameters: [], run: softText },
  safe: { parameters: [], run: (value) => new Markup(str(value)) },
  escape: { parameters: [], run: escape },
  e: { parameters: [], run: escape },
  forceescape: { parameters: [], run: (value) => new Markup(escapeMarkup(str(value))) },
  replace: {
    parameters: ['old', 'new', 'count'],
    required: 2,
    run: (value, [old = null, next = null, count = null]) =>
      replaceText(str(value), str(old), str(next), count === null ? -1 : whole(count)),
  },
  indent: { parameters: ['width', 'first', 'blank'], run: indent },
  truncate: { parameters: ['length', 'killwords', 'end', 'leeway'], run: truncate },
  wordcount: {
    parameters: [],
    run: (value) => BigInt(str(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0),
  },
  urlencode: { parameters: [], run: urlEncode },
  tojson: { parameters: ['ensure_ascii', 'indent', 'separators', 'sort_keys'], run: json },
};

/** `format` takes its values by place or by name. */
export function formatFilter(value: Value, args: readonly Value[], keywords: ReadonlyMap<string, Value>): Value {
  if (args.length > 0 && keywords.size > 0) throw new TemplateError('format takes values by place or by name');
  if (value instanceof Markup) throw new NotSupported('format of a text marked as safe');
  return checkedText(formatPercent(str(value), keywords.size > 0 ? Dict.of(keywords) : new Tuple(args)));
}

/** Keeps the kind of the text. */
function softText(value: Value): string | Markup {
  return value instanceof Markup ? value : str(value);
}

function callMethod(value: string | Markup, name: string, args: readonly Value[]): Value {
  const found = lookupAttribute(value, name);
  if (!(found instanceof Callable)) throw new TemplateError(`a text has no .${name}()`);
  return found.call(args, new Map());
}

function given(args: Bound): Value[] {
  return args.filter((one) => one !== undefined);
}

function trim(value: string | Markup, chars: Value): Value {
  const set = chars === null ? null : textOf(chars);
  if (chars !== null && set === null) throw new TemplateError('trim takes a text');
  return value instanceof Markup ? new Markup(strip(value.text, set, 'both')) : strip(value, set, 'both');
}

function escape(value: Value): Value {
  return value instanceof Markup ? value : new Markup(escapeMarkup(str(value)));
}

function whole(value: Value): number {
  if (typeof value !== 'bigint' && typeof value !== 'boolean') {
    throw new TemplateError(`expected a whole number and got a ${typeName(value)}`);
  }
  return Number(value);
}

function blanks(count: Value): string {
  const wanted = Math.max(0, whole(count));
  checkLength(wanted);
  return ' '.repeat(wanted);
}

function indent(value: Value, [width = 4n, first = false, blank = false]: Bound): Value {
  const text = textOf(value);
  if (text === null) throw new TemplateError(`a ${typeName(value)} cannot be indented`);
  const margin = textOf(width) ?? blanks(width);
  const [head = '', ...rest] = splitLines(`${text}\n`);
  const lines = rest.map((line) => (line !== '' || isTrue(blank) ? margin + line : line));
  const indented = checkedText((isTrue(first) ? margin : '') + [head, ...lines].join('\n'));
  return value instanceof Markup ? new Markup(indented) : indented;
}

function truncate(value: Value, [length = 255n, kills = false, end = '...', leeway = 5n]: Bound): Value {
  const size = whole(length);
  const tail = str(end);
  const long = lengthOf(value);
  if (long === null) throw new TemplateError(`a ${typeName(value)} has no length`);
  if (long <= size + whole(leeway ?? 5n)) return value;
  if (typeof value !== 'string') throw new NotSupported('truncate of what is no plain text');
  const kept = Array.from(value)
    .slice(0, size - Array.from(tail).length)
    .join('');
  if (isTrue(kills)) return kept + tail;
  const place = kept.lastIndexOf(' ');
  return (place < 0 ? kept : kept.slice(0, place)) + tail;
}

function urlEncode(value: Value): Value {
  if (textOf(value) === null && iterate(value) !== null) throw new NotSupported('urlencode of a list');
  return encodeURIComponent(str(value))
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function json(value: Value, [ascii = false, indentation = null, separators = null, sorts = false]: Bound): Value {
  const indentText = indentation === null ? null : (textOf(indentation) ?? blanks(indentation));
  const parts = separators === null ? null : [...(iterate(separators) ?? [])].map(textOf);
  const [item = indentText === null ? ', ' : ',', key = ': '] = parts ?? [];
  if (item === null || key === null || (parts !== null && parts.length !== 2)) {
    throw new TemplateError('separators of tojson are two texts');
  }
  return checkedText(
    toJson(value, {
      escapesNonAscii: isTrue(ascii),
      indent: indentText,
      itemSeparator: item,
      keySeparator: key,
      sortsKeys: isTrue(sorts),
    }),
  );
}
