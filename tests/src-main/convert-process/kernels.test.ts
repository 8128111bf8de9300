import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { ChunkEncoder } from '../../../src-main/convert-process/encode-chunk.ts';
import { findKernelLibrary } from '../../../src-main/convert-process/find-kernel-library.ts';
import { loadKernels } from '../../../src-main/convert-process/kernels.ts';
import { encodeFloats, randomWeights } from '../../builders/random-weights.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

const kernels = loadKernels(findKernelLibrary());
const shape = (rows: number, columns: number, importance: Float32Array | null = null) => ({
  rows,
  columns,
  importance,
});

test('no kernel sees a buffer that is too small for its rows', () => {
  const input = new Float32Array(512);
  expect(() => kernels.encode('Q4_K', input, new Uint8Array(287), shape(1, 512))).toThrow(
    /287 bytes is too small for 288/,
  );
  expect(() => kernels.encode('Q4_K', input, new Uint8Array(9999), shape(2, 512))).toThrow(/too small/);
  expect(() => kernels.encode('Q4_K', input, new Uint8Array(9999), shape(1, 500))).toThrow(/do not divide/);
  expect(() => kernels.encode('Q4_K', input, new Uint8Array(9999), shape(-1, 512))).toThrow(RangeError);
  expect(() => kernels.encode('Q4_K', input, new Uint8Array(9999), shape(NaN, 512))).toThrow(RangeError);
  expect(() => kernels.encode('Q4_K', input, new Uint8Array(9999), shape(1, 512, new Float32Array(511)))).toThrow(
    /2044 bytes is too small for 2048/,
  );
  expect(() => kernels.widen('BF16', new Uint8Array(4), input, 3)).toThrow(/too small/);
  expect(() => kernels.widen('F16', new Uint8Array(9999), new Float32Array(2), 3)).toThrow(/too small/);
  expect(() => kernels.round('BF16', input, new Uint8Array(8), 5)).toThrow(/too small/);
  expect(() => kernels.isFinite('Q4_K', new Uint8Array(100), 144)).toThrow(/too small/);
  expect(kernels.encode('Q4_K', input, new Uint8Array(288), shape(1, 512))).toBe(288);
});

test('a library that cannot be loaded is told', async () => {
  const folder = mkdtempSync(join(await temporaryFolder(), 'library-'));
  writeFileSync(join(folder, 'libggml-base.so'), 'not a library');
  for (const name of ['libggml-base.so', 'missing.so']) {
    const load = (): unknown => loadKernels(join(folder, name));
    expect(load).toThrow(SarviError);
    expect(load).toThrow(/kernels-unavailable/);
  }
});

test('every source keeps its values in F32, and is rounded to BF16 where the converter rounds', () => {
  const encoder = new ChunkEncoder(kernels, null);
  const values = randomWeights(64, 7);
  const rounded = (exact: Float32Array, to: 'BF16' | 'F16'): Float32Array => {
    const wide = new Float32Array(64);
    kernels.widen(to, encodeFloats(exact, to), wide, 64);
    return wide;
  };
  const shared = (bytes: Uint8Array): SharedArrayBuffer => {
    const memory = new SharedArrayBuffer(bytes.length);
    new Uint8Array(memory).set(bytes);
    return memory;
  };
  for (const from of ['F32', 'F16', 'BF16'] as const) {
    const exact = new Float32Array(64);
    const bytes = encodeFloats(values, from);
    if (from === 'F32') exact.set(values);
    else kernels.widen(from, bytes, exact, 64);
    for (const roundsTo of [null, 'BF16', 'F16'] as const) {
      const output = new SharedArrayBuffer(256);
      const task = {
        tensor: 't',
        rows: 2,
        columns: 32,
        from,
        to: 'F32',
        roundsTo,
        interleaved: false,
        importance: null,
      } as const;
      encoder.encode({ ...task, input: shared(bytes), output });
      const expected = roundsTo === null ? exact : rounded(exact, roundsTo);
      expect([...new Float32Array(output)], `${from} to ${roundsTo}`).toEqual([...expected]);
    }
  }
});
