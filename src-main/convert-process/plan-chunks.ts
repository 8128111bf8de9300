import { rowBytes } from '../core/gguf/tensor-types.ts';
import type { PlannedTensor } from '../core/convert/plan-conversion.ts';
import type { MappedTensor } from '../core/convert/map-tensors.ts';

/** Some whole rows of one tensor: where they are read, and where they are written. */
export interface Chunk {
  readonly tensor: PlannedTensor & { readonly mapped: MappedTensor };
  readonly rows: number;
  readonly columns: number;
  /** One stretch of the shard; for an interleaved chunk two of the same size. */
  readonly reads: readonly { readonly offset: number; readonly sizeBytes: number }[];
  readonly interleaved: boolean;
  readonly outputOffset: number;
  readonly outputBytes: number;
}

/**
 * 2 MB of BF16: large enough that messages cost nothing beside the kernels, small enough that a dozen of them are no
 * memory to speak of. No row is longer (see the bounds of `parseModelConfig`), and no paired row half as long.
 */
export const CHUNK_WEIGHTS = 2 ** 20;

/** Cuts a tensor into chunks, in the order of its rows. */
export function* planChunks(tensor: PlannedTensor): Generator<Chunk> {
  const { mapped } = tensor;
  if (!mapped) return;
  const { source, pairedHeadRows } = mapped;
  // A vector is one row, unless its single numbers are to be paired.
  const [first = 1, second] = tensor.shape;
  const [rows, columns] = second !== undefined ? [first, second] : pairedHeadRows === null ? [1, first] : [first, 1];
  const sourceRow = source.sizeBytes / rows;
  const outputRow = rowBytes(tensor.type, columns);
  const step = Math.max(1, Math.floor(CHUNK_WEIGHTS / columns));
  const place = (
    row: number,
    count: number,
  ): Pick<Chunk, 'tensor' | 'rows' | 'columns' | 'outputOffset' | 'outputBytes'> => ({
    tensor: { ...tensor, mapped },
    rows: count,
    columns,
    outputOffset: tensor.offset + row * outputRow,
    outputBytes: count * outputRow,
  });
  if (pairedHeadRows === null) {
    for (let row = 0; row < rows; row += step) {
      const count = Math.min(step, rows - row);
      const reads = [{ offset: source.offset + row * sourceRow, sizeBytes: count * sourceRow }];
      yield { ...place(row, count), reads, interleaved: false };
    }
    return;
  }
  const half = pairedHeadRows / 2;
  const pairs = Math.max(1, Math.floor(step / 2));
  for (let head = 0; head < rows; head += pairedHeadRows) {
    for (let pair = 0; pair < half; pair += pairs) {
      const count = Math.min(pairs, half - pair);
      const read = (row: number): Chunk['reads'][number] => ({
        offset: source.offset + row * sourceRow,
        sizeBytes: count * sourceRow,
      });
      const reads = [read(head + pair), read(head + half + pair)];
      yield { ...place(head + 2 * pair, 2 * count), reads, interleaved: true };
    }
  }
}
