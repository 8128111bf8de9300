import * as v from 'valibot';
import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { digestFile } from './digest-file.ts';
import { readJsonLines } from './json-lines.ts';

/** Rows of a data file, as far as they can be used. */
export interface ReadRows<Row> {
  readonly rows: readonly Row[];
  /** Rows that cannot be used, by their line or their number in a JSON array, from 1 on. */
  readonly faults: readonly RowFaultAt[];
  /** Of the file, in hexadecimal digits. */
  readonly sha256: string;
}

export interface RowFaultAt {
  readonly line: number;
  readonly reason: string;
}

/** Thrown for a row that cannot be used. */
export class RowFault extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

export interface RowReading<Row> {
  /** @throws RowFault */
  readonly readRow: (value: unknown) => Row;
  /** Two rows with the same key exclude each other; the first one counts. */
  readonly keyOf: (row: Row) => string | number;
}

/** The official sets have at most 805 rows. */
export const MOST_ROWS = 20_000;

/**
 * A file with one JSON value in each line.
 *
 * @throws SarviError `path-missing`, `path-unreadable`; `evaluation-file-malformed` for a file without a single row of use
 */
export async function readRows<Row>(path: string, reading: RowReading<Row>): Promise<ReadRows<Row>> {
  const { sha256 } = await digestFile(path);
  const collected = new RowCollection(path, reading);
  for await (const { line, text } of readJsonLines(path)) collected.add(line, () => parseJson(text));
  return { ...collected.finish(), sha256 };
}

/** Rows in the order of a file. */
export class RowCollection<Row> {
  readonly #path: string;
  readonly #reading: RowReading<Row>;
  readonly #rows: Row[] = [];
  readonly #faults: RowFaultAt[] = [];
  readonly #keys = new Set<string | number>();

  constructor(path: string, reading: RowReading<Row>) {
    this.#path = path;
    this.#reading = reading;
  }

  /** @throws SarviError `evaluation-file-malformed` for one row too many */
  add(line: number, value: () => unknown): void {
    if (this.#rows.length + this.#faults.length >= MOST_ROWS) {
      throw malformedFile(this.#path, because('row-too-many', { most: MOST_ROWS }));
    }
    try {
      const row = this.#reading.readRow(value());
      const key = this.#reading.keyOf(row);
      if (this.#keys.has(key)) throw new RowFault(because('row-key-again', { key: String(key).slice(0, 60) }));
      this.#keys.add(key);
      this.#rows.push(row);
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      this.#faults.push({ line, reason: error.reason });
    }
  }

  /** @throws SarviError `evaluation-file-malformed` without a single row of use */
  finish(): Omit<ReadRows<Row>, 'sha256'> {
    if (this.#rows.length === 0) throw malformedFile(this.#path, this.#faults[0]?.reason ?? because('row-none'));
    return { rows: this.#rows, faults: this.#faults };
  }
}

/** A value in the form that a format asks for. @throws RowFault */
export function checkRow<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const field = v.getDotPath(issue);
  const found = issue.received;
  throw new RowFault(field === null ? because('row-not-object', { found }) : because('row-field', { field, found }));
}

export function malformedFile(path: string, reason: string): SarviError {
  return new SarviError('evaluation-file-malformed', { path, reason });
}

/** @param text - null is a line that is too long. @throws RowFault */
function parseJson(text: string | null): unknown {
  if (text === null) throw new RowFault(because('row-too-long'));
  try {
    return JSON.parse(text);
  } catch {
    throw new RowFault(because('row-not-json'));
  }
}
