import koffi from 'koffi';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { TENSOR_TYPES, rowBytes, type TensorType } from '../core/gguf/tensor-types.ts';
import { requireBufferRoom } from '../core/require-buffer-room.ts';

/**
 * ggml's row converters. Every call checks the sizes of its buffers first, because the native side has only pointers.
 *
 * @see ggml-org/ggml include/ggml.h
 */
export interface Kernels {
  /** Widens rows of BF16 or F16 into `output`. */
  widen(from: 'BF16' | 'F16', input: Uint8Array, output: Float32Array, weights: number): void;
  /** Rounds float32 to BF16 or F16 and back, in place. What F16 has no number for becomes infinite. */
  round(to: 'BF16' | 'F16', values: Float32Array, scratch: Uint8Array, weights: number): void;
  /** Writes `rows` rows of `columns` weights to `output`; answers the bytes written. */
  encode(type: TensorType, input: Float32Array, output: Uint8Array, shape: RowShape): number;
  /** Whether all scales of encoded rows are finite. */
  isFinite(type: TensorType, encoded: Uint8Array, sizeBytes: number): boolean;
}

/** `importance` has a number for each column; null means that all columns are equally important. */
export interface RowShape {
  readonly rows: number;
  readonly columns: number;
  readonly importance: Float32Array | null;
}

type Native = (...args: (number | null | Uint8Array | Float32Array)[]) => number | boolean | undefined;

/** @throws SarviError `kernels-unavailable` when the library cannot be loaded, or has other block layouts */
export function loadKernels(libraryPath: string): Kernels {
  const native = bindLibrary(libraryPath);
  for (const [type, { id, blockWeights, blockBytes }] of Object.entries(TENSOR_TYPES)) {
    if (native.blockWeights(id) !== blockWeights || native.blockBytes(id) !== blockBytes) {
      throw new SarviError('kernels-unavailable', {
        reason: because('other-block-layout', { path: libraryPath, type }),
      });
    }
  }
  return {
    widen(from, input, output, weights) {
      requireBufferRoom(input, weights * 2);
      requireBufferRoom(output, weights * 4);
      native[from](input, output, weights);
    },
    round(to, values, scratch, weights) {
      requireBufferRoom(values, weights * 4);
      requireBufferRoom(scratch, weights * 2);
      native[to === 'BF16' ? 'toBf16' : 'toF16'](values, scratch, weights);
      native[to](scratch, values, weights);
    },
    encode(type, input, output, { rows, columns, importance }) {
      const sizeBytes = rows * rowBytes(type, columns);
      requireBufferRoom(input, rows * columns * 4);
      requireBufferRoom(output, sizeBytes);
      if (importance) requireBufferRoom(importance, columns * 4);
      const written = native.encode(TENSOR_TYPES[type].id, input, output, 0, rows, columns, importance);
      if (written !== sizeBytes) throw new Error(`ggml wrote ${written} bytes of ${type}, not ${sizeBytes}`);
      return sizeBytes;
    },
    isFinite(type, encoded, sizeBytes) {
      requireBufferRoom(encoded, sizeBytes);
      return native.validate(TENSOR_TYPES[type].id, encoded, sizeBytes) === true;
    },
  };
}

function bindLibrary(path: string) {
  try {
    const library = koffi.load(path);
    const bind = (signature: string): Native => library.func(signature) as Native;
    return {
      encode: bind(
        'size_t ggml_quantize_chunk(int type, const void *src, void *dst, int64_t start, int64_t nrows, int64_t n_per_row, const void *imatrix)',
      ),
      BF16: bind('void ggml_bf16_to_fp32_row(const void *x, void *y, int64_t k)'),
      F16: bind('void ggml_fp16_to_fp32_row(const void *x, void *y, int64_t k)'),
      // The reference version, because the other one may flush subnormal numbers to zero.
      toBf16: bind('void ggml_fp32_to_bf16_row_ref(const void *x, void *y, int64_t k)'),
      toF16: bind('void ggml_fp32_to_fp16_row(const void *x, void *y, int64_t k)'),
      validate: bind('bool ggml_validate_row_data(int type, const void *data, size_t nbytes)'),
      blockWeights: bind('int64_t ggml_blck_size(int type)'),
      blockBytes: bind('size_t ggml_type_size(int type)'),
    };
  } catch (error) {
    throw new SarviError('kernels-unavailable', { reason: (error as Error).message }, { cause: error });
  }
}
