/**
 * How ggml stores the weights of a tensor: a row is divided into blocks of `blockWeights` weights, and each block has
 * `blockBytes` bytes. Numbers and sizes are those of the format, and are checked against the library before it is used.
 *
 * @see ggml-org/ggml include/ggml.h (`enum ggml_type`), src/ggml-common.h (block layouts)
 */
interface Layout {
  readonly id: number;
  readonly blockWeights: number;
  readonly blockBytes: number;
}

export const TENSOR_TYPES = {
  F32: { id: 0, blockWeights: 1, blockBytes: 4 },
  F16: { id: 1, blockWeights: 1, blockBytes: 2 },
  Q4_0: { id: 2, blockWeights: 32, blockBytes: 18 },
  Q4_1: { id: 3, blockWeights: 32, blockBytes: 20 },
  Q5_0: { id: 6, blockWeights: 32, blockBytes: 22 },
  Q5_1: { id: 7, blockWeights: 32, blockBytes: 24 },
  Q8_0: { id: 8, blockWeights: 32, blockBytes: 34 },
  Q8_1: { id: 9, blockWeights: 32, blockBytes: 36 },
  Q2_K: { id: 10, blockWeights: 256, blockBytes: 84 },
  Q3_K: { id: 11, blockWeights: 256, blockBytes: 110 },
  Q4_K: { id: 12, blockWeights: 256, blockBytes: 144 },
  Q5_K: { id: 13, blockWeights: 256, blockBytes: 176 },
  Q6_K: { id: 14, blockWeights: 256, blockBytes: 210 },
  Q8_K: { id: 15, blockWeights: 256, blockBytes: 292 },
  IQ2_XXS: { id: 16, blockWeights: 256, blockBytes: 66 },
  IQ2_XS: { id: 17, blockWeights: 256, blockBytes: 74 },
  IQ3_XXS: { id: 18, blockWeights: 256, blockBytes: 98 },
  IQ1_S: { id: 19, blockWeights: 256, blockBytes: 50 },
  IQ4_NL: { id: 20, blockWeights: 32, blockBytes: 18 },
  IQ3_S: { id: 21, blockWeights: 256, blockBytes: 110 },
  IQ2_S: { id: 22, blockWeights: 256, blockBytes: 82 },
  IQ4_XS: { id: 23, blockWeights: 256, blockBytes: 136 },
  I8: { id: 24, blockWeights: 1, blockBytes: 1 },
  I16: { id: 25, blockWeights: 1, blockBytes: 2 },
  I32: { id: 26, blockWeights: 1, blockBytes: 4 },
  I64: { id: 27, blockWeights: 1, blockBytes: 8 },
  F64: { id: 28, blockWeights: 1, blockBytes: 8 },
  IQ1_M: { id: 29, blockWeights: 256, blockBytes: 56 },
  BF16: { id: 30, blockWeights: 1, blockBytes: 2 },
  TQ1_0: { id: 34, blockWeights: 256, blockBytes: 54 },
  TQ2_0: { id: 35, blockWeights: 256, blockBytes: 66 },
  MXFP4: { id: 39, blockWeights: 32, blockBytes: 17 },
  NVFP4: { id: 40, blockWeights: 64, blockBytes: 36 },
  Q1_0: { id: 41, blockWeights: 128, blockBytes: 18 },
  Q2_0: { id: 42, blockWeights: 64, blockBytes: 18 },
} as const satisfies Record<string, Layout>;

export type TensorType = keyof typeof TENSOR_TYPES;

const typesById = new Map(Object.entries(TENSOR_TYPES).map(([name, { id }]) => [id as number, name as TensorType]));

export function tensorTypeById(id: number): TensorType | undefined {
  return typesById.get(id);
}

/** Bytes of one row of `columns` weights. `columns` must divide into the type's blocks. */
export function rowBytes(type: TensorType, columns: number): number {
  const { blockWeights, blockBytes } = TENSOR_TYPES[type];
  if (columns % blockWeights !== 0) throw new RangeError(`${columns} weights do not divide into ${type} blocks`);
  return (columns / blockWeights) * blockBytes;
}

/** Whether the type has blocks that share scales, and not single numbers. */
export function isQuantized(type: TensorType): boolean {
  return TENSOR_TYPES[type].blockWeights > 1;
}

/** Bytes of a whole tensor; `shape` is [rows, columns], or [columns], or has further dimensions first. */
export function tensorBytes(type: TensorType, shape: readonly number[]): number {
  const columns = shape.at(-1) ?? 1;
  const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  return rows * rowBytes(type, columns);
}
