import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import type { HeaderCursor } from './header-cursor.ts';
import { ARRAY_TYPE_ID, SCALAR_TYPES, metadataNumber, type MetadataValue, type ScalarType } from './metadata.ts';
import { ALIGNMENT, GGUF_MAGIC, type PlacedTensor } from './plan-file.ts';
import { TENSOR_TYPES, tensorBytes, tensorTypeById } from './tensor-types.ts';

/** Far above any model (405B has 1,138 tensors), and far below what would exhaust memory. */
const MAX_ENTRIES = 1 << 17;
/** ggml stores a tensor's name in 64 bytes, with a zero at the end. */
const MAX_TENSOR_NAME_BYTES = 63;
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const MAX_KEY_BYTES = 65_535;
const MAX_DIMENSIONS = 4;
/**
 * For all arrays of a header: tokens, kinds, scores and merges of 2^22 tokens each, the most that a checkpoint may
 * have.
 */
const MAX_ARRAY_ITEMS = 1 << 24;
/** Fifteen times the header of the largest known vocabulary. */
export const MAX_HEADER_BYTES = 256 * 2 ** 20;

const SCALAR_BYTES: Readonly<Record<ScalarType, number>> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  f32: 4,
  bool: 1,
  // At least its length field.
  string: 8,
  u64: 8,
  i64: 8,
  f64: 8,
};

interface Header {
  readonly version: number;
  readonly metadata: Map<string, MetadataValue>;
  readonly tensors: PlacedTensor[];
  /** Where the weights begin, after the directory and its padding. */
  readonly dataStart: number;
}

/**
 * @param sizeBytes - of the whole file; every length is compared with it before memory is allocated
 * @throws SarviError `gguf-malformed`, `gguf-unsupported-version`, `gguf-big-endian`; HeaderCutShort when the bytes
 *   read so far end
 */
export function parseHeader(cursor: HeaderCursor, path: string, sizeBytes: number): Header {
  const refuse = (reason: Reason): never => {
    throw new SarviError('gguf-malformed', { path, reason });
  };
  const mostBytes = BigInt(Math.min(sizeBytes, MAX_HEADER_BYTES));
  const claims = (what: Reason, value: bigint): never =>
    refuse(because('claims-too-much', { count: String(value), what }));
  const count = (what: Reason, value: bigint, bytesEach: number): number =>
    value * BigInt(bytesEach) > mostBytes ? claims(what, value) : Number(value);
  // A header has some 400,000 texts, so a reason is put into words only where it is needed.
  const text = (what: Reason, maxBytes = Infinity): string => {
    const length = cursor.u64();
    if (length > mostBytes) claims(because('of-bytes', { what }), length);
    if (length > maxBytes) refuse(because('text-too-long', { what, bytes: Number(length) }));
    return cursor.text(Number(length));
  };
  const named = (what: Reason, maxBytes: number): string => {
    const name = text(what, maxBytes);
    return CONTROL.test(name) ? refuse(because('odd-name', { what, name: JSON.stringify(name.slice(0, 60)) })) : name;
  };
  const scalarType = (id: number): ScalarType =>
    SCALAR_TYPES[id] ?? refuse(because('unknown-value-type', { type: id }));
  const scalar = (type: ScalarType): string | number | boolean | bigint =>
    type === 'string' ? text(because('a-string')) : cursor[type]();
  let arrayItems = 0;
  const value = (): MetadataValue => {
    const id = cursor.u32();
    if (id !== ARRAY_TYPE_ID) {
      const type = scalarType(id);
      return { type, value: scalar(type) } as MetadataValue;
    }
    const of = scalarType(cursor.u32());
    const length = count(because('of-array-items'), cursor.u64(), SCALAR_BYTES[of]);
    arrayItems += length;
    if (arrayItems > MAX_ARRAY_ITEMS) refuse(because('arrays-claim', { most: MAX_ARRAY_ITEMS }));
    return { type: 'array', of, value: Array.from({ length }, () => scalar(of)) } as MetadataValue;
  };

  if (sizeBytes < 24 || cursor.u32() !== GGUF_MAGIC) refuse(because('not-gguf'));
  const version = cursor.u32();
  // A known version in the other byte order.
  if (version === 0x02000000 || version === 0x03000000) throw new SarviError('gguf-big-endian', { path });
  if (version !== 2 && version !== 3) throw new SarviError('gguf-unsupported-version', { path, found: version });
  const tensorCount = count(because('of-tensors'), cursor.u64(), 24);
  const metadataCount = count(because('of-metadata-keys'), cursor.u64(), 13);
  if (tensorCount > MAX_ENTRIES || metadataCount > MAX_ENTRIES) refuse(because('too-many-entries'));

  const metadata = new Map<string, MetadataValue>();
  for (let index = 0; index < metadataCount; index += 1) {
    const key = named(because('a-key'), MAX_KEY_BYTES);
    if (metadata.has(key)) refuse(because('key-twice', { key }));
    metadata.set(key, value());
  }
  const alignment = metadataNumber(metadata, 'general.alignment') ?? ALIGNMENT;
  if (!Number.isSafeInteger(Math.log2(alignment)) || alignment > 2 ** 20)
    refuse(because('alignment-is', { alignment }));

  const tensors: PlacedTensor[] = [];
  const names = new Set<string>();
  let position = 0;
  for (let index = 0; index < tensorCount; index += 1) {
    const name = named(because('a-tensor-name'), MAX_TENSOR_NAME_BYTES);
    if (names.has(name)) refuse(because('tensor-twice', { tensor: name }));
    names.add(name);
    const dimensions = cursor.u32();
    if (dimensions > MAX_DIMENSIONS) refuse(because('tensor-dimensions', { tensor: name, dimensions }));
    const shape = Array.from({ length: dimensions }, () => Number(cursor.u64())).reverse();
    const weights = shape.reduce((product, size) => product * size, 1);
    if (!Number.isSafeInteger(weights) || weights < 1)
      refuse(because('tensor-shape', { tensor: name, shape: shape.join(' x ') }));
    const typeId = cursor.u32();
    const type = tensorTypeById(typeId) ?? refuse(because('tensor-unknown-type', { tensor: name, type: typeId }));
    if ((shape.at(-1) ?? 1) % TENSOR_TYPES[type].blockWeights !== 0) {
      refuse(because('rows-do-not-divide', { tensor: name, type }));
    }
    const offset = cursor.u64();
    if (offset !== BigInt(position))
      refuse(because('tensor-misplaced', { tensor: name, found: String(offset), expected: position }));
    const size = tensorBytes(type, shape);
    tensors.push({ name, type, shape, offset: position, sizeBytes: size });
    position += Math.ceil(size / alignment) * alignment;
  }
  const dataStart = Math.ceil(cursor.position / alignment) * alignment;
  const last = tensors.at(-1);
  const end = dataStart + (last ? last.offset + last.sizeBytes : 0);
  if (end > sizeBytes) refuse(because('cut-short', { expected: end, found: sizeBytes }));
  return { version, metadata, tensors: tensors.map((one) => ({ ...one, offset: dataStart + one.offset })), dataStart };
}
