import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { findAppRoot } from '../core/app-root.ts';
import { rowBytes } from '../core/gguf/tensor-types.ts';
import type { RowShape } from './kernels.ts';
import {
  hasLaneKernel,
  loadLaneKernels,
  WEIGHTED_LANE_TYPES,
  type LaneKernels,
  type LaneType,
} from './lane-kernels.ts';

/** CRC-32 of the library's output for `selfCheckRows` and `selfCheckShape` on x86-64. A test compares them. */
export const SELF_CHECK_DIGESTS: Readonly<Record<LaneType, number>> = {
  Q2_K: 2_269_456_823,
  Q3_K: 2_543_616_769,
  Q4_0: 2_736_512_331,
  Q4_1: 3_073_597_811,
  Q4_K: 3_766_409_992,
  Q5_0: 1_427_086_440,
  Q5_1: 1_411_770_540,
  Q5_K: 517_656_311,
  Q6_K: 1_292_371_098,
  Q8_0: 2_157_992_898,
  IQ4_NL: 826_211_082,
  IQ4_XS: 856_947_198,
};

const COLUMNS = 65_536;

/**
 * Sarvi's own kernels; null when WebAssembly or its SIMD is missing or computes wrong results: then the library's are
 * used.
 */
export function openLaneKernels(): LaneKernels | null {
  try {
    const path = join(findAppRoot(import.meta.dirname), 'out', 'kernels', 'quantize.wasm');
    const kernels = loadLaneKernels(readFileSync(path));
    return isAsKnown(kernels) ? kernels : null;
  } catch {
    return null;
  }
}

/** Encodes 2,048 known sub-blocks of each type. */
function isAsKnown(kernels: LaneKernels): boolean {
  const bytes = new Uint8Array(selfCheckRows().buffer);
  return WEIGHTED_LANE_TYPES.every((type) => {
    const output = new Uint8Array(rowBytes(type, COLUMNS));
    kernels.encode(type, { dtype: 'F32', bytes }, output, selfCheckShape(type));
    return crc32(output) === SELF_CHECK_DIGESTS[type];
  });
}

/** One row, with importance only where a kernel needs it. */
export function selfCheckShape(type: LaneType): RowShape {
  const plain = { rows: 1, columns: COLUMNS, importance: null };
  if (hasLaneKernel(type, plain)) return plain;
  return { ...plain, importance: Float32Array.from({ length: COLUMNS }, (_, column) => 1 + (column % 13)) };
}

/**
 * Numbers of either sign and many magnitudes, made by integer arithmetic only, so that every processor makes the same.
 */
export function selfCheckRows(): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(COLUMNS);
  const bits = new Uint32Array(rows.buffer);
  let state = 1;
  for (let index = 0; index < COLUMNS; index += 1) {
    // The generator of Numerical Recipes.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    // The exponent changes with each sub-block, and a little with each weight.
    const exponent = 100 + ((index >> 5) % 24) + ((state >>> 28) & 3);
    bits[index] = (state & 0x80000000) | (exponent << 23) | ((state >>> 4) & 0x7fffff);
  }
  return rows;
}
