import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { fileError } from '../file-error.ts';
import { metadataNumber, type Metadata } from '../gguf/metadata.ts';
import { GGUF_MAGIC, type PlacedTensor } from '../gguf/plan-file.ts';
import { readGguf } from '../gguf/read-gguf.ts';
import { NotARegularFile, openRegularFile } from '../open-regular-file.ts';
import { parseLegacyImportance, type RawImportance } from './parse-legacy-importance.ts';

/** How much each column of a matrix matters, as measured by llama.cpp's imatrix tool on some text. */
export interface ImportanceMatrix {
  /** The path as the user gave it. */
  readonly path: string;
  /** One finite number per column, by the tensor's name in GGUF. The threads share the memory. */
  readonly entries: ReadonlyMap<string, Float32Array>;
  /** The first text that was measured; null if the file does not say. */
  readonly dataset: string | null;
  /** The number of measured pieces of text; 0 if the file does not say. */
  readonly chunks: number;
}

/** The file of a 405B model has 70 MB. */
const MAX_FILE_BYTES = 512 * 2 ** 20;
const SUMS = '.in_sum2';
const COUNTS = '.counts';

/**
 * Reads a file of llama.cpp's imatrix tool, either GGUF or the older `.dat`, and turns its sums into the means that
 * llama-quantize passes to its kernels.
 *
 * @throws SarviError `imatrix-malformed`, `gguf-malformed`, `gguf-unsupported-version`, `gguf-big-endian`,
 *   `path-missing`,   `path-unreadable`
 * @see ggml-org/llama.cpp common/imatrix-loader.cpp, tools/quantize/quantize.cpp (`load_imatrix`)
 */
export async function readImportanceMatrix(path: string): Promise<ImportanceMatrix> {
  const bytes = await readWhole(path);
  const isGguf = bytes.length >= 4 && bytes.readUInt32LE(0) === GGUF_MAGIC;
  const { raw, dataset, chunks } = isGguf ? await parseGguf(path, bytes) : parseLegacyImportance(bytes, path);
  if (raw.size === 0) throw malformed(path, because('no-entries'));
  const entries = new Map<string, Float32Array>();
  for (const [name, one] of raw) {
    const means = isGguf ? meansByCount(one) : meansByCalls(one);
    if (!means.every((value) => Number.isFinite(value)))
      throw malformed(path, because('not-numbers', { tensor: name }));
    entries.set(name, means);
  }
  return { path, entries, dataset, chunks };
}

async function readWhole(path: string): Promise<Buffer> {
  try {
    const file = await openRegularFile(path);
    try {
      const { size } = await file.stat();
      if (size > MAX_FILE_BYTES) throw malformed(path, because('size-is', { bytes: size }));
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof NotARegularFile) throw malformed(path, because('not-a-file'));
    throw fileError(error, path);
  }
}

async function parseGguf(
  path: string,
  bytes: Buffer,
): Promise<{ raw: Map<string, RawImportance>; dataset: string | null; chunks: number }> {
  const { metadata, tensors, sizeBytes } = await readGguf(path);
  if (sizeBytes !== bytes.length) throw malformed(path, because('changed-while-read'));
  const { dataset, chunks } = describe(metadata, path);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const values = (name: string): Float32Array => {
    const tensor = byName.get(name);
    if (!tensor) throw malformed(path, because('lacks', { name }));
    if (tensor.type !== 'F32') throw malformed(path, because('not-f32', { tensor: name, type: tensor.type }));
    return floats(bytes, tensor);
  };
  const names = new Set(
    [...byName.keys()].flatMap((name) =>
      [SUMS, COUNTS].filter((end) => name.endsWith(end)).map((end) => name.slice(0, -end.length)),
    ),
  );
  const raw = new Map<string, RawImportance>();
  for (const name of [...names].sort()) raw.set(name, { sums: values(name + SUMS), counts: values(name + COUNTS) });
  return { raw, dataset, chunks };
}

function describe(metadata: Metadata, path: string): { dataset: string | null; chunks: number } {
  const datasets = metadata.get('imatrix.datasets');
  const numbers = ['imatrix.chunk_count', 'imatrix.chunk_size'].map((key) =>
    metadata.get(key)?.type === 'u32' ? metadataNumber(metadata, key) : null,
  );
  if (datasets === undefined || numbers.includes(null)) throw malformed(path, because('dataset-unknown'));
  const dataset = datasets.type === 'array' && datasets.of === 'string' ? (datasets.value[0] ?? null) : null;
  // llama.cpp stores the count in a signed 32-bit number.
  return { dataset, chunks: (numbers[0] ?? 0) | 0 };
}

function floats(bytes: Buffer, { offset, sizeBytes }: PlacedTensor): Float32Array {
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset + offset, bytes.byteOffset + offset + sizeBytes));
}

/** The sums are over tokens; several counts belong to experts, one after the other. */
function meansByCount({ sums, counts }: RawImportance): Float32Array {
  const means = sharedFloats(sums.length);
  const columns = Math.floor(sums.length / counts.length);
  for (const [expert, float] of counts.entries()) {
    const count = roundHalfAway(float);
    for (let at = expert * columns; at < (expert + 1) * columns; at += 1) {
      means[at] = count > 0 ? (sums[at] ?? 0) / count : 1;
    }
  }
  return means;
}

/** The older file has means multiplied by the number of calls. */
function meansByCalls({ sums, counts }: RawImportance): Float32Array {
  const means = sharedFloats(sums.length);
  const calls = Math.fround(counts[0] ?? 0);
  for (const [at, sum] of sums.entries()) means[at] = calls > 0 ? sum / calls : sum;
  return means;
}

function sharedFloats(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * 4));
}

/** The same rounding as C's `lround`. */
function roundHalfAway(value: number): number {
  return Math.fround(Math.sign(value) * Math.floor(Math.abs(value) + 0.5));
}

function malformed(path: string, reason: Reason): SarviError {
  return new SarviError('imatrix-malformed', { path, reason });
}
