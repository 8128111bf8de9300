import { open, readFile } from 'node:fs/promises';
import { because } from '#contract/reasons';
import { fileError } from '../file-error.ts';
import { digestFile } from './digest-file.ts';
import { malformedFile, readRows, RowCollection, type ReadRows, type RowReading } from './read-rows.ts';

/** The whole array is parsed at once. */
const MOST_BYTES = 64 * 2 ** 20;
/** White space before the first sign. */
const BEGINNING_BYTES = 4096;

/**
 * A JSON array of rows, or JSON lines.
 *
 * @throws SarviError `path-missing`, `path-unreadable`; `evaluation-file-malformed` for a file without a single row of use
 */
export async function readRowList<Row>(path: string, reading: RowReading<Row>): Promise<ReadRows<Row>> {
  const { sha256, sizeBytes } = await digestFile(path);
  if (!(await isArray(path))) return readRows(path, reading);
  if (sizeBytes > MOST_BYTES) throw malformedFile(path, because('larger-than', { bytes: MOST_BYTES }));
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, path);
  });
  const collected = new RowCollection(path, reading);
  for (const [index, value] of arrayOf(path, text).entries()) collected.add(index + 1, () => value);
  return { ...collected.finish(), sha256 };
}

function arrayOf(path: string, text: string): readonly unknown[] {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown[];
  } catch {
    throw malformedFile(path, because('row-not-json'));
  }
}

/** Whether the first sign that is no white space opens an array. */
async function isArray(path: string): Promise<boolean> {
  const file = await open(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0);
    return /^\uFEFF?\s*\[/.test(buffer.subarray(0, bytesRead).toString('utf8'));
  } catch (error) {
    throw fileError(error, path);
  } finally {
    await file.close();
  }
}
