/** Python's `str` and `repr`. */
import { NotSupported, TemplateError } from './failures.ts';
import { floatText } from './python-numbers.ts';
import { checkLength, listOf } from './sequences.ts';
import { Dict, Markup, Namespace, Range, Tuple, typeName, Undefined, View, type Value } from './values.ts';

/** How deep lists and dicts may be nested; Python's own limit. */
const MOST_LEVELS = 900;

export function str(value: Value): string {
  if (typeof value === 'string') return value;
  return value instanceof Markup ? value.text : repr(value);
}

/** @throws NotSupported for functions and generators, which Python writes with their address in memory */
export function repr(value: Value, level = 0): string {
  if (level > MOST_LEVELS) throw new TemplateError('lists in lists without an end');
  const inner = (one: Value): string => repr(one, level + 1);
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return floatText(value);
  if (value === null) return 'None';
  if (value instanceof Undefined) return level === 0 ? '' : 'Undefined';
  if (Array.isArray(value)) return `[${joined(value, inner)}]`;
  if (value instanceof Tuple) return `(${joined(value.items, inner)}${value.items.length === 1 ? ',' : ''})`;
  if (value instanceof Dict) {
    return `{${joined(value.entries(), ([key, one]) => `${inner(key)}: ${inner(one)}`)}}`;
  }
  if (value instanceof View) return `${value.kind}([${joined(listOf(value), inner)}])`;
  if (value instanceof Markup) return `Markup(${quote(value.text)})`;
  if (value instanceof Namespace) return `<Namespace ${inner(value.attributes)}>`;
  if (value instanceof Range) {
    const { start, stop, step } = value;
    return step === 1n ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`;
  }
  throw new NotSupported(`a ${typeName(value)} as a text`);
}

function joined<Item>(items: readonly Item[], write: (item: Item) => string): string {
  const parts: string[] = [];
  let characters = 0;
  for (const item of items) {
    const part = write(item);
    characters += part.length + 2;
    checkLength(characters);
    parts.push(part);
  }
  return parts.join(', ');
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = text.replace(/[\\\p{C}\p{Z}'"]/gu, (char) => {
    if (char === ' ') return char;
    if (char === "'" || char === '"') return char === mark ? `\\${char}` : char;
    const escape = ESCAPES[char];
    if (escape !== undefined) return escape;
    const code = (char.codePointAt(0) ?? 0).toString(16);
    if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
    return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
  });
  return mark + inside + mark;
}
