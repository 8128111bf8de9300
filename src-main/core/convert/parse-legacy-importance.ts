import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';

/** The sums of one tensor before they become means. */
export interface RawImportance {
  readonly sums: Float32Array;
  readonly counts: Float32Array;
}

const ENDS = because('ends-within-footer');

/** ggml stores a tensor's name in 64 bytes. */
const MAX_NAME_BYTES = 63;

/**
 * Reads the importance file that llama.cpp wrote before it used GGUF: a count of entries, each with a name, a number of
 * calls and its values. Some files continue with the number of chunks and the name of the text.
 *
 * @throws SarviError `imatrix-malformed`
 * @see ggml-org/llama.cpp common/imatrix-loader.cpp (`common_imatrix_load_legacy`)
 */
export function parseLegacyImportance(
  bytes: Buffer,
  path: string,
): { raw: Map<string, RawImportance>; dataset: string | null; chunks: number } {
  let position = 0;
  const refuse = (reason: Reason): never => {
    throw new SarviError('imatrix-malformed', { path, reason });
  };
  const take = (size: number, within: Reason): number => {
    if (size < 0 || size > bytes.length - position) return refuse(within);
    position += size;
    return position - size;
  };
  const whole = (within: Reason): number => bytes.readInt32LE(take(4, within));
  const text = (length: number, within: Reason): string => {
    const start = take(length, within);
    return bytes.toString('utf8', start, start + length).replace(/\0.*$/s, '');
  };

  const count = whole(because('ends-within-count'));
  if (count < 1) refuse(because('claims-entries', { count }));
  const raw = new Map<string, RawImportance>();
  for (let index = 0; index < count; index += 1) {
    const entry = { number: index + 1, total: count };
    const where = because('ends-within-entry', entry);
    const nameBytes = whole(where);
    if (nameBytes < 1 || nameBytes > MAX_NAME_BYTES)
      refuse(because('entry-name-takes', { ...entry, bytes: nameBytes }));
    const name = text(nameBytes, where);
    const calls = whole(where);
    const length = whole(where);
    if (length < 1) refuse(because('entry-claims', { ...entry, count: length }));
    const start = bytes.byteOffset + take(length * 4, where);
    const sums = new Float32Array(bytes.buffer.slice(start, start + length * 4));
    raw.set(name, { sums, counts: Float32Array.of(calls) });
  }

  // The rest is optional, and llama.cpp also accepts a file that ends in the middle of it.
  if (bytes.length - position < 4) return { raw, dataset: null, chunks: 0 };
  const chunks = whole(ENDS);
  if (bytes.length - position < 4) return { raw, dataset: null, chunks };
  const datasetBytes = whole(ENDS);
  const isThere = datasetBytes > 0 && datasetBytes <= bytes.length - position;
  return { raw, dataset: isThere ? text(datasetBytes, ENDS) : null, chunks };
}
