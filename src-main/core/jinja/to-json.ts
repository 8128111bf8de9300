/** transformers' `tojson`: Python's `json.dumps` without escaping for HTML. */
import { isBelow } from './compare.ts';
import { TemplateError } from './failures.ts';
import { floatText } from './python-numbers.ts';
import { checkLength } from './sequences.ts';
import { Dict, textOf, Tuple, typeName, type Value } from './values.ts';

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const SPECIAL = /["\\\u0000-\u001f]/g;

export interface JsonOptions {
  readonly escapesNonAscii: boolean;
  /** One level; null writes everything on one line. */
  readonly indent: string | null;
  readonly itemSeparator: string;
  readonly keySeparator: string;
  readonly sortsKeys: boolean;
}

export function toJson(value: Value, options: JsonOptions, level = 0): string {
  const text = textOf(value);
  if (text !== null) return jsonString(text, options);
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return jsonFloat(value);
  if (Array.isArray(value) || value instanceof Tuple) {
    const items = Array.isArray(value) ? value : value.items;
    return bracketed(
      '[',
      items.map((item) => toJson(item, options, level + 1)),
      ']',
      options,
      level,
    );
  }
  if (value instanceof Dict) {
    const entries = options.sortsKeys
      ? value.entries().sort(([a], [b]) => (isBelow(a, b) ? -1 : isBelow(b, a) ? 1 : 0))
      : value.entries();
    const parts = entries.map(
      ([key, item]) => jsonString(keyText(key), options) + options.keySeparator + toJson(item, options, level + 1),
    );
    return bracketed('{', parts, '}', options, level);
  }
  throw new TemplateError(`a ${typeName(value)} cannot be written as JSON`);
}

function keyText(key: Value): string {
  const text = textOf(key);
  if (text !== null) return text;
  if (key === null) return 'null';
  if (typeof key === 'boolean') return key ? 'true' : 'false';
  if (typeof key === 'bigint') return key.toString();
  if (typeof key === 'number') return jsonFloat(key);
  throw new TemplateError(`a ${typeName(key)} cannot be a key of JSON`);
}

function jsonFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return floatText(value);
}

function jsonString(text: string, { escapesNonAscii }: JsonOptions): string {
  // A lone surrogate is written as it is: JSON.stringify would escape it, and json.dumps does not.
  const written = text.replace(SPECIAL, (char) => JSON.stringify(char).slice(1, -1));
  if (!escapesNonAscii) return `"${written}"`;
  return `"${written.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}

function bracketed(
  open: string,
  parts: readonly string[],
  close: string,
  { indent, itemSeparator }: JsonOptions,
  level: number,
): string {
  if (parts.length === 0) return open + close;
  checkLength(parts.reduce((sum, part) => sum + part.length, 0));
  if (indent === null) return open + parts.join(itemSeparator) + close;
  const line = `\n${indent.repeat(level + 1)}`;
  return `${open}${line}${parts.join(itemSeparator + line)}\n${indent.repeat(level)}${close}`;
}
