import { rowBytes } from '../core/gguf/tensor-types.ts';
import type { PlannedTensor } from '../core/convert/plan-conversion.ts';
import type { MappedTensor } from '../core/convert/map-tensors.ts';

/** A part of one tensor: where it is read, and where it is written. */
export interface Chunk {
  readonly tensor: PlannedTensor;
  readonly sourcePath: string;
  /** One range of the source; for interleaved rows, two of the same size. */
  readonly reads: readonly { readonly offset: number; readonly sizeBytes: number }[];
  /** Null for bytes that are copied. */
  readonly encoding: ChunkEncoding | null;
  readonly outputOffset: number;
  readonly outputBytes: number;
}

/** Whole rows to encode. */
export interface ChunkEncoding {
  readonly mapped: MappedTensor;
  readonly rows: number;
  readonly columns: number;
  readonly interleaved: boolean;
}

/**
 * 2 MB of BF16: large enough that messages cost nothing next to the kernels, small enough that a dozen of them take
 * little memory. No row is longer (see the bounds of `parseModelConfig`), and no paired row half as long.
 */
export const CHUNK_WEIGHTS = 2 ** 20;
const COPIED_BYTES = 2 ** 21;

/** Divides a tensor into chunks, in the order of its bytes; a tensor with `values` has none. */
export function* planChunks(tensor: PlannedTensor): Generator<Chunk> {
  if (tensor.copied) yield* planCopies(tensor, tensor.copied);
  if (tensor.mapped) yield* planRows(tensor, tensor.mapped);
}

function* planCopies(tensor: PlannedTensor, { path, offset }: { path: string; offset: number }): Generator<Chunk> {
  for (let start = 0; start < tensor.sizeBytes; start += COPIED_BYTES) {
    const sizeBytes = Math.min(COPIED_BYTES, tensor.sizeBytes - start);
    yield {
      tensor,
      sourcePath: path,
      reads: [{ offset: offset + start, sizeBytes }],
      encoding: null,
      outputOffset: tensor.offset + start,
      outputBytes: sizeBytes,
    };
  }
}

function* planRows(tensor: PlannedTensor, mapped: MappedTensor): Generator<Chunk> {
  const { source, pairedHeadRows } = mapped;
  // A vector is one row, unless its single numbers are paired.
  const [first = 1, second] = tensor.shape;
  const [rows, columns] = second !== undefined ? [first, second] : pairedHeadRows === null ? [1, first] : [first, 1];
  const sourceRow = source.sizeBytes / rows;
  const outputRow = rowBytes(tensor.type, columns);
  const step = Math.max(1, Math.floor(CHUNK_WEIGHTS / columns));
  const place = (row: number, count: number, reads: Chunk['reads']): Chunk => ({
    tensor,
    sourcePath: source.shardPath,
    reads,
    encoding: { mapped, rows: count, columns, interleaved: reads.length > 1 },
    outputOffset: tensor.offset + row * outputRow,
    outputBytes: count * outputRow,
  });
  const read = (row: number, count: number): Chunk['reads'][number] => ({
    offset: source.offset + row * sourceRow,
    sizeBytes: count * sourceRow,
  });
  if (pairedHeadRows === null) {
    for (let row = 0; row < rows; row += step) {
      const count = Math.min(step, rows - row);
      yield place(row, count, [read(row, count)]);
    }
    return;
  }
  const half = pairedHeadRows / 2;
  const pairs = Math.max(1, Math.floor(step / 2));
  for (let head = 0; head < rows; head += pairedHeadRows) {
    for (let pair = 0; pair < half; pair += pairs) {
      const count = Math.min(pairs, half - pair);
      yield place(head + 2 * pair, 2 * count, [read(head + pair, count), read(head + half + pair, count)]);
    }
  }
}
