import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { fileError } from '../file-error.ts';
import { NotARegularFile, openRegularFile } from '../open-regular-file.ts';
import { checkJson } from './check-json.ts';
import { isObject, type JsonObject } from './read-json.ts';

/** A tensor of a safetensors file. */
export interface SourceTensor {
  readonly name: string;
  readonly dtype: string;
  /** [rows, columns], or whatever the file says. */
  readonly shape: readonly number[];
  readonly shardPath: string;
  /** From the start of the file. */
  readonly offset: number;
  readonly sizeBytes: number;
}

export interface Shard {
  readonly path: string;
  readonly sizeBytes: number;
  /** When the file was last changed; a conversion compares it to notice a change. */
  readonly modifiedMs: number;
  readonly header: string;
  readonly tensors: readonly SourceTensor[];
}

/** The limit of the reference implementation. */
const MAX_HEADER_BYTES = 100_000_000;
/** The name of a Llama tensor has at most 50 characters; longer ones would only fill logs. */
const MAX_NAME_LENGTH = 512;
const MAX_DIMENSIONS = 8;

const DTYPE_BYTES = new Map(
  Object.entries({
    BOOL: 1,
    U8: 1,
    I8: 1,
    F8_E4M3: 1,
    F8_E5M2: 1,
    F8_E8M0: 1,
    I16: 2,
    U16: 2,
    F16: 2,
    BF16: 2,
    I32: 4,
    U32: 4,
    F32: 4,
    I64: 8,
    U64: 8,
    F64: 8,
  }),
);

/**
 * Reads the header of one safetensors file. The result is safe to use: every tensor is inside the file, takes exactly
 * the bytes of its shape, and overlaps no other.
 *
 * @throws SarviError `safetensors-malformed-header`, `safetensors-truncated`, `safetensors-overlap`,
 *   `safetensors-out-of-range`, `safetensors-wrong-size`, `safetensors-unsupported-dtype`, `path-missing`,
 *   `path-unreadable`
 * @see huggingface/safetensors README.md ("Format")
 */
export async function readSafetensorsHeader(path: string): Promise<Shard> {
  try {
    const file = await openRegularFile(path);
    try {
      const { size, mtimeMs } = await file.stat();
      const length = Buffer.alloc(8);
      const { bytesRead } = await file.read(length, 0, 8, 0);
      if (bytesRead < 8) throw new SarviError('safetensors-truncated', { path, expected: 8, found: size });
      const headerBytes = length.readBigUInt64LE();
      if (headerBytes < 2n || headerBytes > BigInt(MAX_HEADER_BYTES)) {
        throw malformed(path, because('header-claims', { bytes: String(headerBytes) }));
      }
      const dataStart = 8 + Number(headerBytes);
      if (dataStart > size) throw new SarviError('safetensors-truncated', { path, expected: dataStart, found: size });
      const bytes = Buffer.alloc(Number(headerBytes));
      const read = await file.read(bytes, 0, bytes.length, 8);
      const header = bytes.toString('utf8', 0, read.bytesRead);
      const tensors = parseHeader(header, path, dataStart, size);
      return { path, sizeBytes: size, modifiedMs: mtimeMs, header, tensors };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof NotARegularFile) throw malformed(path, because('not-a-file'));
    throw fileError(error, path);
  }
}

function parseHeader(header: string, path: string, dataStart: number, fileBytes: number): SourceTensor[] {
  const fault = checkJson(header, { uniqueKeys: true });
  if (fault !== null) throw malformed(path, fault);
  let entries: unknown;
  try {
    entries = JSON.parse(header);
  } catch (error) {
    throw malformed(path, (error as Error).message);
  }
  if (!isObject(entries)) throw malformed(path, because('not-a-json-object'));
  const tensors: SourceTensor[] = [];
  for (const [name, entry] of Object.entries(entries)) {
    if (name === '__metadata__') continue;
    if (!isObject(entry)) throw malformed(path, because('not-an-object', { name: JSON.stringify(name) }));
    tensors.push(parseEntry(name, entry, path, dataStart));
  }
  tensors.sort((a, b) => a.offset - b.offset);
  checkPlaces(tensors, path, dataStart, fileBytes);
  return tensors;
}

function parseEntry(name: string, entry: JsonObject, path: string, dataStart: number): SourceTensor {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (name.length > MAX_NAME_LENGTH || /[\u0000-\u001f\u007f]/.test(name)) {
    throw malformed(path, because('odd-tensor-name', { name: JSON.stringify(name.slice(0, 60)) }));
  }
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string') throw malformed(path, because('no-dtype', { tensor: name }));
  if (!isSizes(shape) || shape.length > MAX_DIMENSIONS) throw malformed(path, because('bad-shape', { tensor: name }));
  if (!isSizes(offsets) || offsets.length !== 2) throw malformed(path, because('bad-offsets', { tensor: name }));
  const [begin = 0, end = 0] = offsets;
  if (begin > end) throw new SarviError('safetensors-out-of-range', { tensor: name, path });
  const bytesEach = DTYPE_BYTES.get(dtype);
  if (bytesEach === undefined) throw new SarviError('safetensors-unsupported-dtype', { tensor: name, found: dtype });
  const expected = shape.reduce((product, size) => product * size, bytesEach);
  if (end - begin !== expected) {
    throw new SarviError('safetensors-wrong-size', { tensor: name, path, expected, found: end - begin });
  }
  return { name, dtype, shape, shardPath: path, offset: dataStart + begin, sizeBytes: end - begin };
}

/**
 * DeepSpeed ZeRO-3 spreads each tensor over the processes; a model that is saved without gathering them first has
 * tensors without elements.
 *
 * @throws SarviError `checkpoint-empty-weights`
 */
export function requireElements(path: string, tensors: Iterable<SourceTensor>): void {
  for (const { name, sizeBytes } of tensors) {
    if (sizeBytes === 0) throw new SarviError('checkpoint-empty-weights', { path, tensor: name });
  }
}

/** @param tensors - sorted by offset */
function checkPlaces(tensors: readonly SourceTensor[], path: string, dataStart: number, fileBytes: number): void {
  let previous: SourceTensor | null = null;
  let gapless = true;
  for (const tensor of tensors) {
    const freeFrom: number = previous ? previous.offset + previous.sizeBytes : dataStart;
    if (previous && tensor.offset < freeFrom) {
      throw new SarviError('safetensors-overlap', { first: previous.name, second: tensor.name, path });
    }
    gapless &&= tensor.offset === freeFrom;
    previous = tensor;
  }
  const expected = previous ? previous.offset + previous.sizeBytes : dataStart;
  if (expected <= fileBytes) return;
  // Tensors without gaps mean that the header is sound and the end of the file is missing.
  if (gapless) throw new SarviError('safetensors-truncated', { path, expected, found: fileBytes });
  throw new SarviError('safetensors-out-of-range', { tensor: previous?.name ?? '', path });
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
}

function malformed(path: string, reason: string): SarviError {
  return new SarviError('safetensors-malformed-header', { path, reason });
}
