/**
 * The search for the scale of 16 or 32 weights around 0, of four sub-blocks at once: ggml's `make_qx_quants(n, top, ..., 1, ...)`
 * for Q6_K (top 32) and, with importance, Q3_K (4), Q4_0 (8) and Q5_0 (16).
 */
import { ERROR_WEIGHTS, LEVELS, OWN, VALUES } from './scratch';

/** A vector for each weight: of values, of error weights, and of their product. */
export const Q_VALUES: usize = VALUES;
export const Q_WEIGHTS: usize = ERROR_WEIGHTS;
const Q_PRODUCTS: usize = LEVELS;
/** A number for each of the sixteen sub-blocks. */
export const Q_SCALES: usize = 6912;
export const Q_INVERSE: usize = 6976;
export const Q_FLAT: usize = 7040;

const INVERSES: usize = OWN + 320;
const SUMS_LX: usize = OWN + 640;
const SUMS_LL: usize = OWN + 960;

/**
 * The tables of the tops: twenty steps, which are the first, -9 to 9 without 0, and the last one a second time, because
 * steps run in pairs; then the highest and the lowest level.
 */
export const TO_32: usize = OWN + 2704;
export const TO_4: usize = OWN + 3056;
export const TO_8: usize = 6144;
export const TO_16: usize = 6496;
const CEILING: usize = 320;
const FLOOR: usize = 336;
export const STEPS: i32 = 20;

/** What a step scales the largest weight to, with the sign turned. */
export function stepOf(top: f32, index: i32): f32 {
  const step = index == 0 ? 0 : index < 10 ? index - 10 : index == 19 ? 9 : index - 9;
  return -(top + <f32>0.1 * f32(step));
}

export function setUpSymmetric(): void {
  fill(TO_32, 32);
  fill(TO_4, 4);
  fill(TO_8, 8);
  fill(TO_16, 16);
}

function fill(table: usize, top: f32): void {
  for (let i = 0; i < STEPS; i += 1) v128.store(table + usize(i) * 16, f32x4.splat(stepOf(top, i)));
  v128.store(table, f32x4.splat(top - 1), CEILING);
  v128.store(table, f32x4.splat(-top), FLOOR);
}

/** Sums w*x*l and w*l*l of a group, for the inverse scales of two steps at once. */
// inline
function sumsClamped(
  inverseA: v128,
  inverseB: v128,
  step: usize,
  size: usize,
  table: usize,
  low: bool,
  high: bool,
): void {
  const ceiling = v128.load(table, CEILING);
  const floor = v128.load(table, FLOOR);
  let sumLXA = f32x4.splat(0);
  let sumLLA = f32x4.splat(0);
  let sumLXB = f32x4.splat(0);
  let sumLLB = f32x4.splat(0);
  for (let i: usize = 0; i < size; i += 128) {
    // unroll 8
    {
      const x = v128.load(i, Q_VALUES + $16i);
      let a = f32x4.nearest(f32x4.mul(inverseA, x));
      let b = f32x4.nearest(f32x4.mul(inverseB, x));
      if (high) a = f32x4.pmin(a, ceiling);
      if (high) b = f32x4.pmin(b, ceiling);
      if (low) a = f32x4.pmax(a, floor);
      if (low) b = f32x4.pmax(b, floor);
      const wx = v128.load(i, Q_PRODUCTS + $16i);
      sumLXA = f32x4.add(sumLXA, f32x4.mul(wx, a));
      sumLXB = f32x4.add(sumLXB, f32x4.mul(wx, b));
      const w = v128.load(i, Q_WEIGHTS + $16i);
      sumLLA = f32x4.add(sumLLA, f32x4.mul(f32x4.mul(w, a), a));
      sumLLB = f32x4.add(sumLLB, f32x4.mul(f32x4.mul(w, b), b));
    }
  }
  v128.store(step, sumLXA, SUMS_LX);
  v128.store(step, sumLLA, SUMS_LL);
  v128.store(step, sumLXB, SUMS_LX + 16);
  v128.store(step, sumLLB, SUMS_LL + 16);
}

function sumsAsTheyAre(inverseA: v128, inverseB: v128, step: usize, size: usize, table: usize): void {
  sumsClamped(inverseA, inverseB, step, size, table, false, false);
}

function sumsBelowTop(inverseA: v128, inverseB: v128, step: usize, size: usize, table: usize): void {
  sumsClamped(inverseA, inverseB, step, size, table, false, true);
}

function sumsWithin(inverseA: v128, inverseB: v128, step: usize, size: usize, table: usize): void {
  sumsClamped(inverseA, inverseB, step, size, table, true, true);
}

/**
 * The scales of four sub-blocks, which are transposed at `Q_VALUES`.
 *
 * @param group - 16 times the group's number
 * @param size - bytes of their transposed values: 256 for 16 weights, 512 for 32
 * @param isWeighted - whether error weights are at `Q_WEIGHTS`; else they are the squares of the weights
 * @param table - `TO_32`, `TO_16`, `TO_8` or `TO_4`
 */
export function searchSymmetric(group: usize, size: usize, isWeighted: bool, table: usize): void {
  let most = f32x4.splat(0);
  // The weight of the largest magnitude, with its sign; the first one of equal weights.
  let largest = f32x4.splat(0);
  for (let i: usize = 0; i < size; i += 64) {
    // unroll 4
    {
      const x = v128.load(i, Q_VALUES + $16i);
      const magnitude = f32x4.abs(x);
      const isLarger = f32x4.gt(magnitude, most);
      most = f32x4.pmax(most, magnitude);
      largest = v128.bitselect(x, largest, isLarger);
      const w = isWeighted ? v128.load(i, Q_WEIGHTS + $16i) : f32x4.mul(x, x);
      v128.store(i, w, Q_WEIGHTS + $16i);
      v128.store(i, f32x4.mul(w, x), Q_PRODUCTS + $16i);
    }
  }
  const flat = f32x4.lt(most, f32x4.splat(1e-15));
  largest = v128.bitselect(f32x4.splat(1), largest, flat);
  // All sums are computed first, so that none waits for the result of another. A step scales the largest weight to its
  // own number (top - 0.9 to top + 0.9), and the other weights are smaller: below top - 0.5 no level needs a clamp, below
  // top + 0.5 only those at the top.
  for (let pair: usize = 0; pair < 320; pair += 32) {
    const inverseA = f32x4.div(v128.load(table + pair), largest);
    const inverseB = f32x4.div(v128.load(table + pair, 16), largest);
    v128.store(pair, inverseA, INVERSES);
    v128.store(pair, inverseB, INVERSES + 16);
    if (pair == 32) sumsAsTheyAre(inverseA, inverseB, pair, size, table);
    else if (pair < 224) sumsBelowTop(inverseA, inverseB, pair, size, table);
    else sumsWithin(inverseA, inverseB, pair, size, table);
  }
  const zero = f32x4.splat(0);
  const firstLX = v128.load(SUMS_LX);
  const firstLL = v128.load(SUMS_LL);
  let scale = v128.andnot(f32x4.div(firstLX, firstLL), f32x4.eq(firstLL, zero));
  let best = f32x4.mul(scale, firstLX);
  let kept = v128.load(INVERSES);
  for (let step: usize = 16; step < 304; step += 16) {
    const sumLX = v128.load(step, SUMS_LX);
    const sumLL = v128.load(step, SUMS_LL);
    const isMore = f32x4.gt(f32x4.mul(sumLX, sumLX), f32x4.mul(best, sumLL));
    const better = v128.and(f32x4.gt(sumLL, zero), isMore);
    const ratio = f32x4.div(sumLX, sumLL);
    scale = v128.bitselect(ratio, scale, better);
    best = v128.bitselect(f32x4.mul(ratio, sumLX), best, better);
    kept = v128.bitselect(v128.load(step, INVERSES), kept, better);
  }
  v128.store(group, v128.andnot(scale, flat), Q_SCALES);
  v128.store(group, kept, Q_INVERSE);
  v128.store(group, flat, Q_FLAT);
}
