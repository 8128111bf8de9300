/** Q4_0 with importance: blocks of 32 weights in 18 bytes: a scale, 4 bits for each weight. */
import { packNibbles, varianceOfRow } from './legacy-block';
import { toHalf } from './rounding';
import { searchEightSymmetric } from './symmetric-block';
import { Q_SCALES, TO_8 } from './symmetric-search';

const BLOCK_BYTES: usize = 18;
const BYTES: usize = 8 * BLOCK_BYTES;

function eightBlocks(values: usize, to: usize, importance: usize, variance: f32): void {
  searchEightSymmetric(values, importance, variance, 8, TO_8);
  for (let j: usize = 0; j < 8; j += 1) {
    const block = to + j * BLOCK_BYTES;
    store<u16>(block, u16(toHalf(load<f32>(Q_SCALES + j * 4))));
    packNibbles(j, block + 2);
  }
}

/**
 * `count` times eight blocks of float32, in rows of `columns` weights. Their columns' importance repeats after `width` times
 * 256 weights, which is a row filled up with zeros.
 */
export function encodeQ40ByImportance(
  values: usize,
  to: usize,
  count: usize,
  importance: usize,
  width: usize,
  columns: usize,
): void {
  let variance: f32 = 0;
  for (let i: usize = 0; i < count; i += 1) {
    const from = values + i * 1024;
    if (i % width == 0) variance = varianceOfRow(from, width, columns);
    eightBlocks(from, to + i * BYTES, importance + (i % width) * 1024, variance);
  }
}
