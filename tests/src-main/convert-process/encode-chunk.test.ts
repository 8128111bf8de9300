import { expect, test } from 'vitest';
import { ChunkEncoder, type ChunkTask } from '../../../src-main/convert-process/encode-chunk.ts';
import { findKernelLibrary } from '../../../src-main/convert-process/find-kernel-library.ts';
import { loadKernels } from '../../../src-main/convert-process/kernels.ts';
import { openLaneKernels } from '../../../src-main/convert-process/open-lane-kernels.ts';
import { isQuantized, rowBytes, TENSOR_TYPES, type TensorType } from '../../../src-main/core/gguf/tensor-types.ts';
import { encodeFloats, randomWeights } from '../../builders/random-weights.ts';

const kernels = loadKernels(findKernelLibrary());
const lanes = openLaneKernels();
const withLanes = new ChunkEncoder(kernels, lanes);
const withoutLanes = new ChunkEncoder(kernels, null);

const ROWS = 3;
const COLUMNS = 512;

/** Types that a recipe may give to a matrix. */
const WRITTEN = [
  'F16',
  'Q8_0',
  'Q6_K',
  'Q5_K',
  'Q5_1',
  'Q5_0',
  'Q4_K',
  'Q4_1',
  'Q4_0',
  'IQ4_NL',
  'IQ4_XS',
  'Q3_K',
  'Q2_K',
] as const;

function taskOf(
  values: Float32Array,
  from: 'F32' | 'F16' | 'BF16',
  to: TensorType,
  importance?: Float32Array,
): ChunkTask {
  const bytes = encodeFloats(values, from);
  const input = new SharedArrayBuffer(bytes.length);
  new Uint8Array(input).set(bytes);
  const output = new SharedArrayBuffer(ROWS * rowBytes(to, COLUMNS));
  const shape = { rows: ROWS, columns: COLUMNS, interleaved: false, importance: importance ?? null };
  return { tensor: 'blk.0.ffn_up.weight', from, to, roundsTo: null, input, output, ...shape };
}

function encoded(encoder: ChunkEncoder, task: ChunkTask): Uint8Array {
  encoder.encode(task);
  return new Uint8Array(task.output).slice();
}

test.each(WRITTEN.filter(isQuantized))('%s has the same bytes by either kernels, from every source', (to) => {
  const values = randomWeights(ROWS * COLUMNS, 11);
  const importance = Float32Array.from({ length: COLUMNS }, (_, column) => 0.1 + (column % 7));
  for (const from of ['F32', 'F16', 'BF16'] as const) {
    for (const by of [undefined, importance]) {
      const task = taskOf(values, from, to, by);
      const expected = encoded(withoutLanes, task);
      new Uint8Array(task.output).fill(0);
      expect(Buffer.compare(encoded(withLanes, task), expected)).toBe(0);
    }
  }
});

test.each(WRITTEN)('a number that is not finite is named by its tensor in %s, wherever it stands', (to) => {
  for (const wrong of [NaN, Infinity, -Infinity]) {
    for (const at of [0, 31, 700, ROWS * COLUMNS - 1]) {
      for (const from of ['F32', 'BF16', 'F16'] as const) {
        // What is half already stays as it is.
        if (to === 'F16' && from === 'F16') continue;
        const values = randomWeights(ROWS * COLUMNS, 3);
        values[at] = wrong;
        const task = taskOf(values, from, to);
        if (from === 'F16')
          new Uint16Array(task.input)[at] = Number.isNaN(wrong) ? 0x7e00 : wrong > 0 ? 0x7c00 : 0xfc00;
        for (const encoder of [withLanes, withoutLanes]) {
          const encode = (): void => encoder.encode(task);
          expect(encode, `${wrong} at ${at} from ${from}`).toThrow(/tensor-not-finite/);
        }
      }
    }
  }
});

test('every type that is written is among those that are tried here', () => {
  expect(Object.keys(TENSOR_TYPES)).toEqual(expect.arrayContaining([...WRITTEN]));
});
