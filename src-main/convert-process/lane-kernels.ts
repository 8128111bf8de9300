import { rowBytes, type TensorType } from '../core/gguf/tensor-types.ts';
import { webAssembly } from '../core/webassembly.ts';
import type { RowShape } from './kernels.ts';
import { requireBufferRoom } from '../core/require-buffer-room.ts';

/** Types that `src-main/kernels` encodes, with the name of the function. */
const FUNCTIONS = {
  Q2_K: 'encodeQ2K',
  Q3_K: 'encodeQ3K',
  Q4_K: 'encodeQ4K',
  Q5_K: 'encodeQ5K',
  Q6_K: 'encodeQ6K',
  Q8_0: 'encodeQ80',
  IQ4_NL: 'encodeIq4Nl',
  IQ4_XS: 'encodeIq4Xs',
} as const;

/** Types that it encodes only with importance: without it the library is as fast. */
const WEIGHTED_FUNCTIONS = { Q4_0: 'encodeQ40', Q4_1: 'encodeQ41', Q5_0: 'encodeQ50', Q5_1: 'encodeQ51' } as const;

const ALL_FUNCTIONS = { ...FUNCTIONS, ...WEIGHTED_FUNCTIONS };

type PlainLaneType = keyof typeof FUNCTIONS;
export type LaneType = keyof typeof ALL_FUNCTIONS;

export const LANE_TYPES = Object.keys(FUNCTIONS) as readonly PlainLaneType[];
export const WEIGHTED_LANE_TYPES = Object.keys(ALL_FUNCTIONS) as readonly LaneType[];

/** Whether rows of this shape can be encoded. */
export function hasLaneKernel(
  type: TensorType,
  { columns, importance }: Pick<RowShape, 'columns' | 'importance'>,
): type is LaneType {
  // The other types need a whole row at once.
  return type in FUNCTIONS || (type in WEIGHTED_FUNCTIONS && importance !== null && columns <= PART_WEIGHTS);
}

/** Source rows as in a file or, in float32, in memory. */
export interface SourceRows {
  readonly dtype: 'BF16' | 'F32';
  readonly bytes: Uint8Array;
}

/**
 * Sarvi's own kernels in WebAssembly: they write ggml's bytes on x86-64, several times as fast. Every call checks the
 * sizes of its buffers first.
 */
export interface LaneKernels {
  /** Writes the rows to `output` (see `hasLaneKernel`); answers the bytes written. Importance needs float32. */
  encode(type: LaneType, input: SourceRows, output: Uint8Array, shape: RowShape): number;
  /** Whether no number is infinite or NaN. */
  areFinite(input: SourceRows, weights: number): boolean;
}

/** How much is encoded at once, so that it stays in the processor's cache. */
const PART_WEIGHTS = 65_536;
const SUPER_BLOCK = 256;
const DTYPE_BYTES = { BF16: 2, F32: 4 } as const;

/** Static data and scratch memory are below. */
const INPUT = 65_536;
const IMPORTANCE = INPUT + PART_WEIGHTS * 4;
const OUTPUT = IMPORTANCE + PART_WEIGHTS * 4;
const MEMORY_PAGES = 64;

type Encode = (
  values: number,
  to: number,
  count: number,
  importance?: number,
  width?: number,
  columns?: number,
) => void;
type Finite = (values: number, count: number) => number;

/** @throws Error when the bytes are not the kernels, or WebAssembly or its SIMD is missing */
export function loadLaneKernels(module: Uint8Array<ArrayBuffer>): LaneKernels {
  const memory = new webAssembly.Memory({ initial: MEMORY_PAGES, maximum: MEMORY_PAGES });
  const abort = (): never => {
    throw new Error('a kernel aborted');
  };
  const { exports } = new webAssembly.Instance(new webAssembly.Module(module), { env: { memory, abort } });
  (exports['setUp'] as () => void)();
  const bytes = new Uint8Array(memory.buffer);
  const functionOf = (name: string): Encode => exports[name] as Encode;

  /**
   * Encodes `count` whole super-blocks, the last of which may be filled up with zeros.
   *
   * @param columns - of the rows, whose importance is set; 0 without importance
   */
  function encodePart(type: LaneType, dtype: 'BF16' | 'F32', input: Uint8Array, count: number, columns: number): void {
    const name = ALL_FUNCTIONS[type];
    bytes.set(input, INPUT);
    bytes.fill(0, INPUT + input.length, INPUT + count * SUPER_BLOCK * DTYPE_BYTES[dtype]);
    if (columns === 0) functionOf(dtype === 'BF16' ? `${name}OfBf16` : name)(INPUT, OUTPUT, count);
    else {
      const width = Math.ceil(columns / SUPER_BLOCK);
      functionOf(`${name}ByImportance`)(INPUT, OUTPUT, count, IMPORTANCE, width, columns);
    }
  }

  function setImportance(importance: Float32Array): void {
    const numbers = new Float32Array(memory.buffer, IMPORTANCE, PART_WEIGHTS);
    numbers.set(importance);
    numbers.fill(0, importance.length, Math.ceil(importance.length / SUPER_BLOCK) * SUPER_BLOCK);
  }

  /** Blocks are independent, so rows may be cut anywhere between them. */
  function encodeFlat(type: LaneType, { dtype, bytes: input }: SourceRows, output: Uint8Array, weights: number): void {
    for (let from = 0, to = 0; from < weights; from += PART_WEIGHTS) {
      const part = Math.min(PART_WEIGHTS, weights - from);
      const size = DTYPE_BYTES[dtype];
      encodePart(type, dtype, input.subarray(from * size, (from + part) * size), Math.ceil(part / SUPER_BLOCK), 0);
      const written = rowBytes(type, part);
      output.set(bytes.subarray(OUTPUT, OUTPUT + written), to);
      to += written;
    }
  }

  /** Each row starts at the beginning of the importance. */
  function encodeWeighted(
    type: LaneType,
    input: Uint8Array,
    output: Uint8Array,
    { rows, columns, importance }: RowShape & { readonly importance: Float32Array },
  ): void {
    // Several whole rows if they fit and divide into super-blocks, else parts of one row.
    const rowsAtOnce = columns % SUPER_BLOCK === 0 ? Math.floor(PART_WEIGHTS / columns) : 0;
    const partColumns = Math.min(columns, PART_WEIGHTS);
    const partRows = Math.max(1, rowsAtOnce);
    for (let column = 0; column < columns; column += partColumns) {
      const width = Math.min(partColumns, columns - column);
      setImportance(importance.subarray(column, column + width));
      for (let row = 0; row < rows; row += partRows) {
        const weights = Math.min(partRows, rows - row) * width;
        const from = row * columns + column;
        const count = Math.ceil(weights / SUPER_BLOCK);
        encodePart(type, 'F32', input.subarray(from * 4, (from + weights) * 4), count, width);
        output.set(bytes.subarray(OUTPUT, OUTPUT + rowBytes(type, weights)), rowBytes(type, from));
      }
    }
  }

  return {
    encode(type, input, output, shape) {
      const { rows, columns, importance } = shape;
      const sizeBytes = rows * rowBytes(type, columns);
      requireBufferRoom(input.bytes, rows * columns * DTYPE_BYTES[input.dtype]);
      requireBufferRoom(output, sizeBytes);
      if (!hasLaneKernel(type, shape)) throw new Error(`there is no kernel for such rows of ${String(type)}`);
      if (importance === null) {
        encodeFlat(type, input, output, rows * columns);
      } else {
        requireBufferRoom(importance, columns * 4);
        if (input.dtype !== 'F32') throw new Error('importance needs float32');
        encodeWeighted(type, input.bytes, output, { rows, columns, importance: importance.subarray(0, columns) });
      }
      return sizeBytes;
    },
    areFinite({ dtype, bytes: input }, weights) {
      const size = DTYPE_BYTES[dtype];
      requireBufferRoom(input, weights * size);
      const finite = exports[dtype === 'BF16' ? 'areFiniteBf16' : 'areFiniteF32'] as Finite;
      for (let from = 0; from < weights; from += PART_WEIGHTS) {
        const part = Math.min(PART_WEIGHTS, weights - from);
        bytes.set(input.subarray(from * size, (from + part) * size), INPUT);
        const even = Math.ceil(part / 8) * 8;
        bytes.fill(0, INPUT + part * size, INPUT + even * size);
        if (finite(INPUT, even) === 0) return false;
      }
      return true;
    },
  };
}
