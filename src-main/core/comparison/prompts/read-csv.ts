/** Comma-separated values (RFC 4180): quoted fields may contain separators, line ends and doubled quotes. */
export interface CsvRecord {
  /** The record's first line, counted from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

export interface ReadCsv {
  readonly records: readonly CsvRecord[];
  /** The line of a quote that never ends; the text after it is not a record. */
  readonly openQuoteLine: number | null;
}

/** Spreadsheets in Finland write semicolons. */
const SEPARATORS = [',', ';', '\t'] as const;

export function readCsv(text: string): ReadCsv {
  const separator = separatorOf(text);
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let line = 1;
  let recordLine = 1;
  let at = 0;
  const endRecord = (): void => {
    if (fields.length > 1 || fields[0] !== '') records.push({ line: recordLine, fields });
    fields = [];
    line += 1;
    recordLine = line;
  };
  while (at < text.length) {
    if (text[at] === '"') {
      const quoted = readQuoted(text, at);
      if (quoted === null) return { records, openQuoteLine: line };
      fields.push(quoted.value);
      line += quoted.lines;
      at = quoted.end;
    } else {
      let end = at;
      while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
      fields.push(text.slice(at, end));
      at = end;
    }
    // Text between a closing quote and the separator is ignored.
    while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at += 1;
    if (text[at] === separator) {
      at += 1;
      if (at === text.length || text[at] === '\n' || text[at] === '\r') fields.push('');
      else continue;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    at += 1;
    endRecord();
  }
  return { records, openQuoteLine: null };
}

/** The separator that the first line has most of. */
function separatorOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const first = end < 0 ? text : text.slice(0, end);
  const counted = SEPARATORS.map((separator) => ({ separator, count: first.split(separator).length }));
  return counted.reduce((most, each) => (each.count > most.count ? each : most)).separator;
}

function readQuoted(text: string, start: number): { value: string; end: number; lines: number } | null {
  const parts: string[] = [];
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return null;
    parts.push(text.slice(at, quote));
    at = quote + 1;
    if (text[at] !== '"') break;
    parts.push('"');
    at += 1;
  }
  const value = parts.join('');
  return { value, end: at, lines: value.split(/\r\n|\r|\n/).length - 1 };
}
