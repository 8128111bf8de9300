import { access } from 'node:fs/promises';
import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { metadataNumber, type Metadata } from './metadata.ts';
import type { PlacedTensor } from './plan-file.ts';
import { readGguf, type GgufFile } from './read-gguf.ts';

/** A model in one GGUF file, or in the parts that llama.cpp's `gguf-split` makes of one. */
export interface GgufParts {
  /** In order; llama.cpp opens the first and finds the others by name. */
  readonly parts: readonly [GgufFile, ...GgufFile[]];
  /** Metadata of the first part, which describes the model. */
  readonly metadata: Metadata;
  /** Tensors of all parts, each with the path of its part. */
  readonly tensors: readonly (PlacedTensor & { readonly path: string })[];
  /** Size of all files. */
  readonly sizeBytes: number;
}

/** Metadata that only parts have. */
export const SPLIT_KEYS = ['split.no', 'split.count', 'split.tensors.count'] as const;

const NUMBERED = /-(\d{5})-of-(\d{5})\.gguf$/i;
/** File names have five digits, and the count has 16 bits. */
const MAX_PARTS = 65_535;

/**
 * Reads the header of a model, or the headers of all its parts; any part may be given.
 *
 * @throws SarviError those of `readGguf`; `gguf-missing-part`, `gguf-mismatched-part`
 * @see ggml-org/llama.cpp tools/gguf-split, src/llama-model-loader.cpp
 */
export async function readGgufParts(path: string): Promise<GgufParts> {
  const given = await readGguf(path);
  const count = metadataNumber(given.metadata, 'split.count') ?? 1;
  if (count <= 1) return gather([given]);
  const mismatch = (part: string, reason: Reason): never => {
    throw new SarviError('gguf-mismatched-part', { path: part, reason });
  };
  const named = NUMBERED.exec(path);
  if (!named) return mismatch(path, because('one-part-unnamed', { total: count }));
  if (count > MAX_PARTS || Number(named[2]) !== count) {
    return mismatch(path, because('part-count-differs', { total: count, named: Number(named[2]) }));
  }
  const first = await readPart(partPath(path, 1, count), given);
  const parts: [GgufFile, ...GgufFile[]] = [first];
  for (let number = 2; number <= count; number += 1) parts.push(await readPart(partPath(path, number, count), given));
  for (const [index, { path: part, metadata }] of parts.entries()) {
    const [no, of] = SPLIT_KEYS.map((key) => metadataNumber(metadata, key));
    if (no !== index || of !== count) mismatch(part, because('part-is', { number: (no ?? -1) + 1, total: of ?? 1 }));
  }
  const whole = gather(parts);
  const expected = metadataNumber(first.metadata, 'split.tensors.count');
  if (expected !== null && expected !== whole.tensors.length) {
    mismatch(first.path, because('tensor-count-differs', { expected, found: whole.tensors.length }));
  }
  const names = new Set<string>();
  for (const { name, path: part } of whole.tensors) {
    if (names.has(name)) mismatch(part, because('tensor-in-another-part', { tensor: name }));
    names.add(name);
  }
  return whole;
}

async function readPart(path: string, given: GgufFile): Promise<GgufFile> {
  if (path === given.path) return given;
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (!there) throw new SarviError('gguf-missing-part', { path });
  return readGguf(path);
}

function partPath(path: string, number: number, count: number): string {
  const digits = (value: number): string => String(value).padStart(5, '0');
  // The ending keeps its capitals.
  return path.replace(NUMBERED, `-${digits(number)}-of-${digits(count)}${path.slice(-'.gguf'.length)}`);
}

function gather(parts: [GgufFile, ...GgufFile[]]): GgufParts {
  return {
    parts,
    metadata: parts[0].metadata,
    tensors: parts.flatMap(({ path, tensors }) => tensors.map((tensor) => ({ ...tensor, path }))),
    sizeBytes: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}
