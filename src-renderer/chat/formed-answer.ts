/** An answer that is JSON, as rows of a table, as text, and as CSV. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What is longer is shown as text: a table of it could not be looked through. */
const MOST_LENGTH = 1_000_000;
/** A spreadsheet treats a cell with such a beginning as a formula and may run it. */
const FORMULA = /^[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;

/** A list or an object; null for anything else. */
export function parseFormed(text: string): Json | null {
  if (text.length > MOST_LENGTH) return null;
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

/** A list of objects by its columns, another list by its values, and an object by its names. */
export function tableOf(value: Json, words: { readonly column: string; readonly value: string }): Table {
  if (isList(value)) {
    if (!value.some(isObject)) return { columns: [words.value], rows: value.map((each) => [cellOf(each)]) };
    const columns = [...new Set(value.flatMap((each) => (isObject(each) ? Object.keys(each) : [])))];
    const rows = value.map((each) =>
      isObject(each) ? columns.map((name) => (Object.hasOwn(each, name) ? cellOf(each[name]) : '')) : [cellOf(each)],
    );
    return { columns, rows };
  }
  const rows = isObject(value) ? Object.entries(value).map(([name, each]) => [name, cellOf(each)]) : [];
  return { columns: [words.column, words.value], rows };
}

/** By RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvOf({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(text: string): string {
  const isNumber = /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text);
  const safe = FORMULA.test(text) && !isNumber ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function cellOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (isList(value) && value.every((each) => typeof each !== 'object')) return value.map(String).join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value);
}
