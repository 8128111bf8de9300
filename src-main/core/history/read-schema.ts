/**
 * Reads the schema of a database file from its bytes. SQLite parses and compiles the SQL in a file, so a stranger's
 * file is checked here first, and opened with SQLite only when its schema is Sarvi's.
 *
 * @see https://www.sqlite.org/fileformat2.html
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { because } from '#contract/reasons';

/** One row of `sqlite_schema`. */
export interface SchemaObject {
  readonly type: string;
  readonly name: string;
  readonly table: string;
  /** Null for an index that SQLite creates itself. */
  readonly sql: string | null;
}

export interface FileSchema {
  readonly version: number;
  readonly applicationId: number;
  readonly objects: readonly SchemaObject[];
}

/** Thrown when Sarvi could not have written the file; `message` is a reason. */
export class SchemaFault extends Error {}

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
/** Sarvi's own schema takes about ten pages; each page is read once. */
const MOST_PAGES = 500;
const MOST_OBJECTS = 1000;
const MOST_ROW_BYTES = 100_000;
const INTERIOR = 0x05;
const LEAF = 0x0d;

/**
 * Reads the header and the schema of a file that nobody writes to. Reads at most a few hundred pages.
 *
 * @throws SchemaFault; system errors
 */
export function readSchema(path: string): FileSchema {
  const file = openSync(path, 'r');
  try {
    const header = readAt(file, 0, HEADER_BYTES);
    if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new SchemaFault(because('no-database'));
    const [written, read] = [header[18], header[19]];
    if (written !== 1 || read !== 1) throw new SchemaFault(because('copied-while-open'));
    const stated = header.readUInt16BE(16);
    const pageBytes = stated === 1 ? 65_536 : stated;
    const isPower = pageBytes >= 512 && (pageBytes & (pageBytes - 1)) === 0;
    if (!isPower || header[20] !== 0) throw new SchemaFault(because('other-page-size'));
    // 0 means that nothing was written to the database.
    if (header.readUInt32BE(56) > 1) throw new SchemaFault(because('not-utf8'));
    const objects = [...rows(new Pages(file, pageBytes), 1)].map(objectOf);
    return { version: header.readUInt32BE(60), applicationId: header.readUInt32BE(68), objects };
  } finally {
    closeSync(file);
  }
}

/** The pages of the file. Each may be read once, so that no page can lead back to one above it. */
class Pages {
  readonly #file: number;
  readonly #seen = new Set<number>();
  readonly sizeBytes: number;

  constructor(file: number, sizeBytes: number) {
    this.#file = file;
    this.sizeBytes = sizeBytes;
  }

  /** @param number - the first page is 1 */
  read(number: number): Buffer {
    if (number < 1 || this.#seen.has(number)) throw new SchemaFault(because('schema-damaged'));
    this.#seen.add(number);
    if (this.#seen.size > MOST_PAGES) throw new SchemaFault(because('schema-too-large'));
    return readAt(this.#file, (number - 1) * this.sizeBytes, this.sizeBytes);
  }
}

/** The content of every row of a table, in order. */
function* rows(pages: Pages, number: number, depth = 0): Generator<Buffer> {
  if (depth > 10) throw new SchemaFault(because('schema-damaged'));
  const page = pages.read(number);
  const start = number === 1 ? HEADER_BYTES : 0;
  const type = page[start];
  if (type !== LEAF && type !== INTERIOR) throw new SchemaFault(because('schema-damaged'));
  const count = page.readUInt16BE(start + 3);
  const pointers = start + (type === LEAF ? 8 : 12);
  if (pointers + 2 * count > page.length) throw new SchemaFault(because('schema-damaged'));
  for (let index = 0; index < count; index += 1) {
    const at = page.readUInt16BE(pointers + 2 * index);
    if (type === LEAF) yield payloadAt(pages, page, at);
    else yield* rows(pages, uint32(page, at), depth + 1);
  }
  if (type === INTERIOR) yield* rows(pages, uint32(page, start + 8), depth + 1);
}

/** Content that does not fit into its page continues in a chain of others. */
function payloadAt(pages: Pages, page: Buffer, at: number): Buffer {
  const size = varint(page, at);
  const begin = varint(page, size.next).next;
  if (size.value > MOST_ROW_BYTES) throw new SchemaFault(because('schema-too-large'));
  const most = pages.sizeBytes - 35;
  const least = Math.floor(((pages.sizeBytes - 12) * 32) / 255) - 23;
  const kept = least + ((size.value - least) % (pages.sizeBytes - 4));
  const local = size.value <= most ? size.value : kept <= most ? kept : least;
  if (begin + local > page.length) throw new SchemaFault(because('schema-damaged'));
  const parts = [page.subarray(begin, begin + local)];
  let left = size.value - local;
  for (let next = left > 0 ? uint32(page, begin + local) : 0; left > 0;) {
    const more = pages.read(next);
    parts.push(more.subarray(4, 4 + Math.min(left, more.length - 4)));
    left -= more.length - 4;
    next = more.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

/** The first five columns of a row: type, name, table, root page, and SQL. */
function objectOf(record: Buffer, index: number): SchemaObject {
  if (index >= MOST_OBJECTS) throw new SchemaFault(because('schema-too-large'));
  const header = varint(record, 0);
  const texts: (string | null)[] = [];
  let at = header.value;
  for (let next = header.next; next < header.value && texts.length < 5;) {
    const type = varint(record, next);
    next = type.next;
    const sizeBytes = sizeOf(type.value);
    if (at + sizeBytes > record.length) throw new SchemaFault(because('schema-damaged'));
    const isText = type.value >= 13 && type.value % 2 === 1;
    texts.push(isText ? record.toString('utf8', at, at + sizeBytes) : null);
    at += sizeBytes;
  }
  const [type, name, table, , sql] = texts;
  if (!type || !name || !table || sql === undefined) throw new SchemaFault(because('schema-damaged'));
  return { type, name, table, sql };
}

/** Bytes of a value with this serial type. */
function sizeOf(serialType: number): number {
  if (serialType >= 12) return Math.floor((serialType - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][serialType] ?? 0;
}

/** Up to nine bytes, the highest bits first. */
function varint(bytes: Buffer, at: number): { value: number; next: number } {
  let value = 0;
  for (let index = 0; index < 9; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) break;
    if (index === 8) return { value: value * 256 + byte, next: at + 9 };
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  throw new SchemaFault(because('schema-damaged'));
}

function uint32(bytes: Buffer, at: number): number {
  if (at + 4 > bytes.length) throw new SchemaFault(because('schema-damaged'));
  return bytes.readUInt32BE(at);
}

function readAt(file: number, position: number, sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  const read = readSync(file, bytes, 0, sizeBytes, position);
  if (read < sizeBytes) throw new SchemaFault(because('database-cut-short'));
  return bytes;
}
