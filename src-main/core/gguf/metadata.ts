/**
 * The typed key-value pairs at the head of a GGUF file.
 *
 * @see ggml-org/ggml docs/gguf.md
 */
export const SCALAR_TYPES = [
  'u8',
  'i8',
  'u16',
  'i16',
  'u32',
  'i32',
  'f32',
  'bool',
  'string',
  null,
  'u64',
  'i64',
  'f64',
] as const;
/** The number of the array type in the file, between `string` and `u64`. */
export const ARRAY_TYPE_ID = 9;

export type ScalarType = NonNullable<(typeof SCALAR_TYPES)[number]>;
export type NumberType = Exclude<ScalarType, 'bool' | 'string' | 'u64' | 'i64'>;

export type MetadataValue =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: NumberType; readonly value: number }
  | { readonly type: 'u64' | 'i64'; readonly value: bigint }
  | { readonly type: 'array'; readonly of: 'string'; readonly value: readonly string[] }
  | { readonly type: 'array'; readonly of: 'bool'; readonly value: readonly boolean[] }
  | { readonly type: 'array'; readonly of: NumberType; readonly value: readonly number[] }
  | { readonly type: 'array'; readonly of: 'u64' | 'i64'; readonly value: readonly bigint[] };

export type Metadata = ReadonlyMap<string, MetadataValue>;

/** The number under `key`; null when it is missing, not a number, or beyond 2^53. */
export function metadataNumber(metadata: Metadata, key: string): number | null {
  const entry = metadata.get(key);
  if (entry === undefined || entry.type === 'array') return null;
  if (typeof entry.value === 'number') return entry.value;
  if (typeof entry.value !== 'bigint') return null;
  const value = Number(entry.value);
  return Number.isSafeInteger(value) ? value : null;
}

export function metadataText(metadata: Metadata, key: string): string | null {
  const entry = metadata.get(key);
  return entry?.type === 'string' ? entry.value : null;
}
