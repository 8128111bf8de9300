/**
 * Each byte of Sarvi's kernels is the library's. `npm run test:kernels [-- MILLIONS]` compares many more weights than
 * `npm test` does. The library of other processors than x86-64 has other bytes.
 */
import { describe, expect, test } from 'vitest';
import { compileKernels } from '../../../scripts/build-kernels.mjs';
import { findKernelLibrary } from '../../../src-main/convert-process/find-kernel-library.ts';
import { loadKernels } from '../../../src-main/convert-process/kernels.ts';
import {
  hasLaneKernel,
  LANE_TYPES,
  loadLaneKernels,
  WEIGHTED_LANE_TYPES,
  type LaneType,
} from '../../../src-main/convert-process/lane-kernels.ts';
import { rowBytes, TENSOR_TYPES } from '../../../src-main/core/gguf/tensor-types.ts';
import { mulberry32 } from '../../builders/random-weights.ts';
import { guideWeights, importanceDistributions, weightDistributions } from '../../builders/weight-distributions.ts';

const MILLIONS = Number(process.env['SARVI_KERNEL_MILLIONS'] ?? 0.4);
const SEED = Number(process.env['SARVI_KERNEL_SEED'] ?? 1);
const COLUMNS = 2048;
const ROWS = 4;
const WEIGHTS = ROWS * COLUMNS;

const library = loadKernels(findKernelLibrary());
const lanes = loadLaneKernels(await compileKernels());
const onX86 = describe.skipIf(process.arch !== 'x64');

/** Super-blocks (256 weights) that differ. */
function differing(
  kernels: typeof lanes,
  type: LaneType,
  values: Float32Array<ArrayBuffer>,
  { rows = 1, columns = values.length, importance = null as Float32Array | null } = {},
): number {
  const shape = { rows, columns, importance };
  const expected = new Uint8Array(rows * rowBytes(type, columns));
  const found = new Uint8Array(expected.length);
  library.encode(type, values, expected, shape);
  kernels.encode(type, { dtype: 'F32', bytes: new Uint8Array(values.buffer) }, found, shape);
  if (Buffer.compare(expected, found) === 0) return 0;
  const size = (TENSOR_TYPES[type].blockBytes * 256) / TENSOR_TYPES[type].blockWeights;
  let count = 0;
  for (let at = 0; at < expected.length; at += size) {
    if (Buffer.compare(expected.subarray(at, at + size), found.subarray(at, at + size)) !== 0) count += 1;
  }
  return count;
}

onX86.each(LANE_TYPES)('%s', (type) => {
  test('real weights, from float32 and from bfloat16', () => {
    const all = guideWeights();
    const bytes = MILLIONS < 1 ? all.subarray(0, 2 ** 20) : all;
    const weights = bytes.length / 2;
    const wide = new Float32Array(weights);
    library.widen('BF16', bytes, wide, weights);
    expect(differing(lanes, type, wide)).toBe(0);
    const shape = { rows: 1, columns: weights, importance: null };
    const expected = new Uint8Array(rowBytes(type, weights));
    const found = new Uint8Array(expected.length);
    library.encode(type, wide, expected, shape);
    lanes.encode(type, { dtype: 'BF16', bytes }, found, shape);
    expect(Buffer.compare(expected, found)).toBe(0);
  });

  test('weights of every distribution', { timeout: 3_600_000 }, () => {
    const distributions = Object.entries(weightDistributions(mulberry32(SEED)));
    const differences: Record<string, number> = {};
    let compared = 0;
    while (compared < MILLIONS * 1e6) {
      for (const [name, make] of distributions) {
        const count = differing(lanes, type, make(WEIGHTS));
        if (count > 0) differences[name] = (differences[name] ?? 0) + count;
        compared += WEIGHTS;
      }
    }
    if (MILLIONS > 1)
      console.log(`${type}: ${compared} weights, ${Object.keys(differences).length} distributions differ`);
    expect(differences).toEqual({});
  });
});

onX86.each(WEIGHTED_LANE_TYPES)('%s', (type) => {
  test('with importance', { timeout: 3_600_000 }, () => {
    const random = mulberry32(SEED + 1);
    const distributions = Object.entries(weightDistributions(random));
    const differences: Record<string, number> = {};
    let compared = 0;
    while (compared < MILLIONS * 1e6) {
      for (const [name, make] of distributions) {
        for (const [number, weigh] of importanceDistributions(random).entries()) {
          const shape = { rows: ROWS, columns: COLUMNS, importance: weigh(COLUMNS) };
          const count = differing(lanes, type, make(WEIGHTS), shape);
          if (count > 0) differences[`${name} ${number}`] = (differences[`${name} ${number}`] ?? 0) + count;
          compared += WEIGHTS;
        }
      }
    }
    if (MILLIONS > 1) console.log(`${type} with importance: ${compared} weights`);
    expect(differences).toEqual({});
  });
});

onX86('the comparison', () => {
  test('finds additions in another order', async () => {
    const reordered = loadLaneKernels(await compileKernels({ isReversed: true }));
    const distributions = Object.values(weightDistributions(mulberry32(SEED)));
    for (const type of ['Q2_K', 'Q3_K', 'Q4_K', 'Q5_K', 'Q6_K'] as const) {
      const count = distributions.reduce((sum, make) => sum + differing(reordered, type, make(WEIGHTS)), 0);
      expect(count, type).toBeGreaterThan(0);
    }
    const shape = {
      rows: ROWS,
      columns: COLUMNS,
      importance: Float32Array.from({ length: COLUMNS }, (_, at) => 1 + (at % 7)),
    };
    for (const type of ['Q4_0', 'Q4_1', 'Q5_0', 'Q5_1'] as const) {
      const count = distributions.reduce((sum, make) => sum + differing(reordered, type, make(WEIGHTS), shape), 0);
      expect(count, type).toBeGreaterThan(0);
    }
  });
});

onX86('rows', () => {
  const random = mulberry32(SEED + 2);
  const { normal } = weightDistributions(random);
  const make = (count: number): Float32Array<ArrayBuffer> => normal?.(count) as Float32Array<ArrayBuffer>;
  const weigh = (count: number): Float32Array => Float32Array.from({ length: count }, () => random() + 0.01);

  test('of any number of blocks, with importance and without', () => {
    for (const [rows, columns] of [
      [1, 256],
      [3, 256],
      [5, 768],
      [2, 65_536],
      [3, 66_048],
      [129, 512],
    ] as const) {
      const values = make(rows * columns);
      for (const type of LANE_TYPES) expect(differing(lanes, type, values, { rows, columns })).toBe(0);
      for (const type of WEIGHTED_LANE_TYPES) {
        const shape = { rows, columns, importance: weigh(columns) };
        if (hasLaneKernel(type, shape)) expect(differing(lanes, type, values, shape)).toBe(0);
      }
    }
  });

  test('of blocks of 32 that do not divide into 256', () => {
    for (const [rows, columns] of [
      [1, 32],
      [7, 96],
      [3, 288],
      [2, 65_568],
    ] as const) {
      const values = make(rows * columns);
      for (const type of ['IQ4_NL', 'Q8_0'] as const) {
        expect(differing(lanes, type, values, { rows, columns })).toBe(0);
      }
      for (const type of ['IQ4_NL', 'Q8_0', 'Q5_1', 'Q5_0', 'Q4_1', 'Q4_0'] as const) {
        const shape = { rows, columns, importance: weigh(columns) };
        if (hasLaneKernel(type, shape)) expect(differing(lanes, type, values, shape)).toBe(0);
      }
    }
  });
});
