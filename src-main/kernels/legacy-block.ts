/** What Q4_0, Q4_1, Q5_0 and Q5_1 have in common: blocks of 32 weights, whose importance counts by the variance of a row. */
import { sumOfSquares } from './error-weights';
import { LEVEL_BYTES } from './scratch';

/**
 * The mean square of a row of `columns` weights, which may be filled up to whole super-blocks with zeros.
 *
 * @param width - of the row in super-blocks
 */
export function varianceOfRow(values: usize, width: usize, columns: usize): f32 {
  return sumOfSquares(values, width * 256) / f32(columns);
}

/** Weight n and weight n + 16 of block `j` share a byte; only their low four bits are taken. */
export function packNibbles(j: usize, to: usize): void {
  const from = LEVEL_BYTES + j * 32;
  const low = v128.and(v128.load(from), i8x16.splat(15));
  v128.store(to, v128.or(low, i8x16.shl(v128.load(from, 16), 4)));
}

/** The fifth bits of the levels of block `j`, the first weight lowest. */
export function fifthBits(j: usize): u32 {
  const from = LEVEL_BYTES + j * 32;
  const low = u32(i8x16.bitmask(i8x16.shl(v128.load(from), 3)));
  return low | (u32(i8x16.bitmask(i8x16.shl(v128.load(from, 16), 3))) << 16);
}
