import type { SourceRows } from './lane-kernels.ts';

/** Whether no number is infinite or NaN; for machines without the faster kernels. */
export function areFinite({ dtype, bytes }: SourceRows, weights: number): boolean {
  const [words, exponent] =
    dtype === 'BF16'
      ? [new Uint16Array(bytes.buffer, bytes.byteOffset, weights), 0x7f80]
      : [new Uint32Array(bytes.buffer, bytes.byteOffset, weights), 0x7f800000];
  for (const word of words) if ((word & exponent) === exponent) return false;
  return true;
}
