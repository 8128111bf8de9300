import { readFile } from 'node:fs/promises';
import { parquetMetadata, parquetReadObjects, snappyUncompress } from 'hyparquet';

/** A page of the official set has less than a megabyte. */
const MOST_PAGE_BYTES = 64 * 2 ** 20;
const COLUMNS = ['key', 'prompt', 'instruction_id_list', 'kwargs'];

/** The rows of a Parquet file with the columns of IFEval. @throws Error for anything else */
export async function readParquet(path: string, mostRows: number): Promise<unknown[]> {
  const bytes = await readFile(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const metadata = parquetMetadata(file);
  if (metadata.num_rows > BigInt(mostRows)) throw new Error(`${metadata.num_rows} rows`);
  const names = new Set(metadata.schema.map(({ name }) => name));
  const missing = COLUMNS.find((name) => name !== 'key' && !names.has(name));
  if (missing !== undefined) throw new Error(`no column ${missing}`);
  const rows = await parquetReadObjects({
    file,
    metadata,
    columns: COLUMNS.filter((name) => names.has(name)),
    compressors: {
      SNAPPY(input, outputLength) {
        if (outputLength > MOST_PAGE_BYTES) throw new Error(`a page of ${outputLength} bytes`);
        const output = new Uint8Array(outputLength);
        snappyUncompress(input, output);
        return output;
      },
    },
  });
  return rows.map(plain);
}

/** Whole numbers of 64 bits as numbers. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
