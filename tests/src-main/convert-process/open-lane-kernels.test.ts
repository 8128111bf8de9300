import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { findKernelLibrary } from '../../../src-main/convert-process/find-kernel-library.ts';
import { loadKernels } from '../../../src-main/convert-process/kernels.ts';
import { WEIGHTED_LANE_TYPES } from '../../../src-main/convert-process/lane-kernels.ts';
import {
  openLaneKernels,
  SELF_CHECK_DIGESTS,
  selfCheckRows,
  selfCheckShape,
} from '../../../src-main/convert-process/open-lane-kernels.ts';
import { rowBytes } from '../../../src-main/core/gguf/tensor-types.ts';

test('the build brings kernels that pass their self-check', () => {
  expect(openLaneKernels()).not.toBeNull();
});

test.skipIf(process.arch !== 'x64')('the self-check knows what the library makes of its rows', () => {
  const library = loadKernels(findKernelLibrary());
  const rows = selfCheckRows();
  const digests = WEIGHTED_LANE_TYPES.map((type) => {
    const output = new Uint8Array(rowBytes(type, rows.length));
    library.encode(type, rows, output, selfCheckShape(type));
    return [type, crc32(output)];
  });
  expect(Object.fromEntries(digests)).toEqual(SELF_CHECK_DIGESTS);
});
