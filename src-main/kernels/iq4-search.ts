/**
 * The common part of IQ4_XS and IQ4_NL: sixteen levels that are not evenly spaced (`kvalues_iq4nl`), and a scale for
 * each sub-block of 32 weights. The sub-blocks of a group are stored four per vector.
 */
import { NEAREST_LIMIT } from './rounding';
import { OWN, SUB_BLOCK } from './scratch';
import { transpose32 } from './transpose';

/** 32 vectors of values and of error weights. */
const I_VALUES: usize = 1024;
const I_WEIGHTS: usize = 2048;
/** The numerators of all steps but the first, -7 - 127 to 7 - 127, and the sums of each. */
const STEPS: usize = OWN + 1280;
const SUMS_LX: usize = OWN + 1536;
const SUMS_LL: usize = OWN + 1792;
export const I_SCALES: usize = OWN + 2048;
const MAGNITUDES: usize = OWN + 2080;
/** Fifteen limits between levels, then the sixteen levels. */
const TABLE: usize = OWN + 2112;
const LEVELS: usize = TABLE + 240;
const C_MAGIC: usize = OWN + 2368;
const C_BASE: usize = OWN + 2384;
const C_HALF: usize = OWN + 2400;

const VALUES_OF_LEVELS: StaticArray<i8> = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

export function setUpIq4(): void {
  for (let i = 0; i < 15; i += 1) {
    v128.store(STEPS + usize(i) * 16, f32x4.splat(f32(i - 134)));
    store<u8>(LEVELS + usize(i), u8(VALUES_OF_LEVELS[i]));
    // Twice the middle of two levels. x >= middle is equal to floor(x) > middle - 1 if the middle is a whole number,
    // otherwise to floor(x + 0.5) > middle - 0.5.
    const twice = i32(VALUES_OF_LEVELS[i]) + i32(VALUES_OF_LEVELS[i + 1]);
    v128.store(TABLE + usize(i) * 16, i8x16.splat(i8((twice & 1 ? (twice + 1) >> 1 : twice >> 1) - 1)));
  }
  store<u8>(LEVELS + 15, u8(VALUES_OF_LEVELS[15]));
  v128.store(C_MAGIC, f32x4.splat(12582912.0));
  v128.store(C_BASE, i32x4.splat(0x4b400000));
  v128.store(C_HALF, f32x4.splat(0.5));
}

// inline
function floors(values: v128): v128 {
  return i32x4.sub(f32x4.add(f32x4.floor(values), v128.load(C_MAGIC)), v128.load(C_BASE));
}

/** The floors of sixteen numbers as bytes, limited to -128 and 127. */
// inline
function floorBytes(a: v128, b: v128, c: v128, d: v128): v128 {
  const low = i16x8.narrow_i32x4_s(floors(a), floors(b));
  const high = i16x8.narrow_i32x4_s(floors(c), floors(d));
  return i8x16.narrow_i16x8_s(low, high);
}

// inline
function isAbove(bytes: v128, bound: usize): v128 {
  return i8x16.gt_s(bytes, v128.load(TABLE + bound * 16));
}

/** The nearest levels of sixteen numbers within `NEAREST_LIMIT`: ggml's `best_index_int8`. */
// inline
function nearestLevels(a: v128, b: v128, c: v128, d: v128): v128 {
  const down = floorBytes(a, b, c, d);
  const half = v128.load(C_HALF);
  const up = floorBytes(f32x4.add(a, half), f32x4.add(b, half), f32x4.add(c, half), f32x4.add(d, half));
  // `down` compares with middles that are whole numbers, `up` with the others.
  let n = isAbove(up, 0);
  n = i8x16.add(n, isAbove(up, 1));
  n = i8x16.add(n, isAbove(down, 2));
  n = i8x16.add(n, isAbove(down, 3));
  n = i8x16.add(n, isAbove(down, 4));
  n = i8x16.add(n, isAbove(up, 5));
  n = i8x16.add(n, isAbove(down, 6));
  n = i8x16.add(n, isAbove(up, 7));
  n = i8x16.add(n, isAbove(down, 8));
  n = i8x16.add(n, isAbove(down, 9));
  n = i8x16.add(n, isAbove(up, 10));
  n = i8x16.add(n, isAbove(up, 11));
  n = i8x16.add(n, isAbove(down, 12));
  n = i8x16.add(n, isAbove(down, 13));
  n = i8x16.add(n, isAbove(down, 14));
  return i8x16.neg(n);
}

/** Sums w*v*x and w*v*v over a group, where v is the value of the level nearest to x with this inverse scale. */
function sums(inverse: v128, step: usize): void {
  let sumLX = f32x4.splat(0);
  let sumLL = f32x4.splat(0);
  const table = v128.load(LEVELS);
  for (let i: usize = 0; i < 512; i += 64) {
    const x0 = v128.load(i, I_VALUES);
    const x1 = v128.load(i, I_VALUES + 16);
    const x2 = v128.load(i, I_VALUES + 32);
    const x3 = v128.load(i, I_VALUES + 48);
    const levels = nearestLevels(
      f32x4.mul(inverse, x0),
      f32x4.mul(inverse, x1),
      f32x4.mul(inverse, x2),
      f32x4.mul(inverse, x3),
    );
    const values = i8x16.swizzle(table, levels);
    const low = i16x8.extend_low_i8x16_s(values);
    const high = i16x8.extend_high_i8x16_s(values);
    const v0 = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(low));
    const wv0 = f32x4.mul(v128.load(i, I_WEIGHTS), v0);
    sumLX = f32x4.add(sumLX, f32x4.mul(wv0, x0));
    sumLL = f32x4.add(sumLL, f32x4.mul(wv0, v0));
    const v1 = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(low));
    const wv1 = f32x4.mul(v128.load(i, I_WEIGHTS + 16), v1);
    sumLX = f32x4.add(sumLX, f32x4.mul(wv1, x1));
    sumLL = f32x4.add(sumLL, f32x4.mul(wv1, v1));
    const v2 = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(high));
    const wv2 = f32x4.mul(v128.load(i, I_WEIGHTS + 32), v2);
    sumLX = f32x4.add(sumLX, f32x4.mul(wv2, x2));
    sumLL = f32x4.add(sumLL, f32x4.mul(wv2, v2));
    const v3 = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(high));
    const wv3 = f32x4.mul(v128.load(i, I_WEIGHTS + 48), v3);
    sumLX = f32x4.add(sumLX, f32x4.mul(wv3, x3));
    sumLL = f32x4.add(sumLL, f32x4.mul(wv3, v3));
  }
  v128.store(step, sumLX, SUMS_LX);
  v128.store(step, sumLL, SUMS_LL);
}

/**
 * Writes the scales of the four sub-blocks at `values` to `I_SCALES + group`.
 *
 * @param importance - of these weights, or 0 for none
 * @param variances - for each sub-block, added to the square of a weight before the root
 */
export function searchIq4(values: usize, group: usize, importance: usize, variances: v128): void {
  transpose32(values, I_VALUES, 16);
  if (importance) transpose32(importance, I_WEIGHTS, 16);
  let size = f32x4.splat(0);
  // The weight of the largest magnitude, with its sign; the first one of equal weights.
  let largest = f32x4.splat(0);
  for (let i: usize = 0; i < SUB_BLOCK * 16; i += 16) {
    const x = v128.load(i, I_VALUES);
    const magnitude = f32x4.abs(x);
    const isLarger = f32x4.gt(magnitude, size);
    size = f32x4.pmax(size, magnitude);
    largest = v128.bitselect(x, largest, isLarger);
    const square = f32x4.mul(x, x);
    const weight = importance ? f32x4.mul(v128.load(i, I_WEIGHTS), f32x4.sqrt(f32x4.add(variances, square))) : square;
    v128.store(i, weight, I_WEIGHTS);
  }
  v128.store(group, size, MAGNITUDES);
  const flat = f32x4.lt(size, f32x4.splat(1e-15));
  largest = v128.bitselect(f32x4.splat(1), largest, flat);
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  sums(f32x4.div(one, f32x4.div(f32x4.neg(largest), f32x4.splat(-127))), 0);
  for (let step: usize = 16; step < 256; step += 16) {
    sums(f32x4.div(v128.load(step, STEPS - 16), largest), step);
  }
  const firstLX = v128.load(SUMS_LX);
  const firstLL = v128.load(SUMS_LL);
  let scale = v128.and(f32x4.div(firstLX, firstLL), f32x4.gt(firstLL, zero));
  let best = f32x4.mul(scale, firstLX);
  for (let step: usize = 16; step < 256; step += 16) {
    const sumLX = v128.load(step, SUMS_LX);
    const sumLL = v128.load(step, SUMS_LL);
    const isMore = f32x4.gt(f32x4.mul(sumLX, sumLX), f32x4.mul(best, sumLL));
    const better = v128.and(f32x4.gt(sumLL, zero), isMore);
    const ratio = f32x4.div(sumLX, sumLL);
    scale = v128.bitselect(ratio, scale, better);
    best = v128.bitselect(f32x4.mul(ratio, sumLX), best, better);
  }
  v128.store(group, v128.andnot(scale, flat), I_SCALES);
}

/** ggml's `best_index_int8`, for any number. */
function nearestLevel(value: f32): u32 {
  if (value <= -127) return 0;
  if (value >= 113) return 15;
  let low = 0;
  let high = 15;
  while (high - low > 1) {
    const middle = (low + high) / 2;
    if (value < f32(VALUES_OF_LEVELS[middle])) high = middle;
    else low = middle;
  }
  const below = f32(VALUES_OF_LEVELS[high - 1]);
  return value - below < f32(VALUES_OF_LEVELS[high]) - value ? high - 1 : high;
}

/** The sixteen bytes of sub-block `j`: weight n and weight n + 16 share a byte. */
export function packIq4(values: usize, j: usize, inverse: f32, to: usize): void {
  if (!(abs<f32>(inverse * load<f32>(MAGNITUDES + j * 4)) <= NEAREST_LIMIT)) {
    for (let i: usize = 0; i < 16; i += 1) {
      const low = nearestLevel(inverse * load<f32>(values + i * 4));
      const high = nearestLevel(inverse * load<f32>(values + i * 4 + 64));
      store<u8>(to + i, u8(low | (high << 4)));
    }
    return;
  }
  const by = f32x4.splat(inverse);
  const low = nearestLevels(
    f32x4.mul(by, v128.load(values)),
    f32x4.mul(by, v128.load(values, 16)),
    f32x4.mul(by, v128.load(values, 32)),
    f32x4.mul(by, v128.load(values, 48)),
  );
  const high = nearestLevels(
    f32x4.mul(by, v128.load(values, 64)),
    f32x4.mul(by, v128.load(values, 80)),
    f32x4.mul(by, v128.load(values, 96)),
    f32x4.mul(by, v128.load(values, 112)),
  );
  v128.store(to, v128.or(low, i16x8.shl(high, 4)));
}
