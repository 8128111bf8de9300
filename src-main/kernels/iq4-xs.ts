/** IQ4_XS: super-blocks of 256 weights in 136 bytes: d, eight scales of 6 bits, 4 bits for each weight. */
import { sumOfSquares } from './error-weights';
import { I_SCALES, packIq4, searchIq4 } from './iq4-search';
import { nearestInt, smaller, toHalf } from './rounding';
import { widen } from './transpose';

const BYTES: usize = 136;

function superBlock(values: usize, to: usize, importance: usize): void {
  const variances = f32x4.splat(importance ? sumOfSquares(values, 256) * (<f32>2 / <f32>256) : 0);
  searchIq4(values, 0, importance, variances);
  searchIq4(values + 512, 16, importance ? importance + 512 : 0, variances);
  let size: f32 = 0;
  let largest: f32 = 0;
  for (let j: usize = 0; j < 8; j += 1) {
    const scale = load<f32>(I_SCALES + j * 4);
    if (abs<f32>(scale) > size) {
      size = abs<f32>(scale);
      largest = scale;
    }
  }
  const d = -largest / <f32>32;
  const inverse: f32 = d != 0 ? <f32>1 / d : 0;
  store<u16>(to, u16(toHalf(d)));
  let high: u32 = 0;
  let low: u32 = 0;
  for (let j: u32 = 0; j < 8; j += 1) {
    const level = max<i32>(-32, smaller(31, nearestInt(inverse * load<f32>(I_SCALES + j * 4))));
    const scale = d * f32(level);
    packIq4(values + j * 128, j, scale != 0 ? <f32>1 / scale : 0, to + 8 + j * 16);
    low |= u32((level + 32) & 15) << (4 * j);
    high |= u32((level + 32) >> 4) << (2 * j);
  }
  store<u16>(to, u16(high), 2);
  store<u32>(to, low, 4);
}

/** `count` super-blocks of float32. */
export function encodeIq4Xs(values: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 1) superBlock(values + i * 1024, to + i * BYTES, 0);
}

/** `count` super-blocks of bfloat16. */
export function encodeIq4XsOfBf16(values: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 1) superBlock(widen(values + i * 512, 0), to + i * BYTES, 0);
}

/** `count` super-blocks of float32, whose columns' importance repeats after `width` super-blocks. */
export function encodeIq4XsByImportance(values: usize, to: usize, count: usize, importance: usize, width: usize): void {
  for (let i: usize = 0; i < count; i += 1) {
    superBlock(values + i * 1024, to + i * BYTES, importance + (i % width) * 1024);
  }
}
