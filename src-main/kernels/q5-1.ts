/** Q5_1 with importance: blocks of 32 weights in 24 bytes: a scale, a minimum, the fifth bit of each weight, then four bits of each. */
import { levelEight, searchPairOfEights } from './affine-legacy';
import { fifthBits, packNibbles, varianceOfRow } from './legacy-block';
import { toHalf } from './rounding';
import { MINS, SCALES, SECOND } from './scratch';

const BLOCK_BYTES: usize = 24;
const BYTES: usize = 8 * BLOCK_BYTES;
const TOP = 31;

function write(base: usize, values: usize, to: usize): void {
  levelEight(base, values, TOP);
  for (let j: usize = 0; j < 8; j += 1) {
    const block = to + j * BLOCK_BYTES;
    store<u16>(block, u16(toHalf(load<f32>(base + SCALES + j * 4))));
    store<u16>(block, u16(toHalf(-load<f32>(base + MINS + j * 4))), 2);
    store<u32>(block, fifthBits(j), 4);
    packNibbles(j, block + 8);
  }
}

/**
 * `count` times eight blocks of float32, in rows of `columns` weights. Their columns' importance repeats after `width` times
 * 256 weights, which is a row filled up with zeros.
 */
export function encodeQ51ByImportance(
  values: usize,
  to: usize,
  count: usize,
  importance: usize,
  width: usize,
  columns: usize,
): void {
  let variance: f32 = 0;
  for (let i: usize = 0; i < count; i += 2) {
    const j = i + 1 < count ? i + 1 : i;
    const values0 = values + i * 1024;
    const values1 = values + j * 1024;
    if (i % width == 0) variance = varianceOfRow(values0, width, columns);
    const before = variance;
    if (j > i && j % width == 0) variance = varianceOfRow(values1, width, columns);
    const by0 = importance + (i % width) * 1024;
    const by1 = importance + (j % width) * 1024;
    searchPairOfEights(values0, values1, TOP, by0, by1, before, variance);
    write(0, values0, to + i * BYTES);
    if (j > i) write(SECOND, values1, to + j * BYTES);
  }
}
