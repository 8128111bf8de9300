/** How much the error of each weight counts, and other sums that the search needs before it begins. */
import { ERROR_WEIGHTS, HIGHEST, LOWEST, SUM_VALUES, SUM_WEIGHTS, VALUES } from './scratch';

/** Without importance, sub-blocks of 32: the root of the mean square plus the weight's magnitude. */
export function weighBySize(base: usize): void {
  let square0 = f32x4.splat(0);
  let square1 = f32x4.splat(0);
  for (let i = base, end = base + 1024; i < end; i += 256) {
    // unroll 8
    {
      const x0 = v128.load(i, VALUES + $32i);
      const x1 = v128.load(i, VALUES + $32i + 16);
      square0 = f32x4.add(square0, f32x4.mul(x0, x0));
      square1 = f32x4.add(square1, f32x4.mul(x1, x1));
    }
  }
  const mean0 = f32x4.sqrt(f32x4.mul(square0, f32x4.splat(0.03125)));
  const mean1 = f32x4.sqrt(f32x4.mul(square1, f32x4.splat(0.03125)));
  let min0 = v128.load(base, VALUES);
  let min1 = v128.load(base, VALUES + 16);
  let max0 = min0;
  let max1 = min1;
  // ggml starts its sums with the first term. -0 does not change a first term, be it 0 or -0.
  let sumW0 = f32x4.splat(-0.0);
  let sumW1 = sumW0;
  let sumX0 = sumW0;
  let sumX1 = sumW0;
  for (let i = base, end = base + 1024; i < end; i += 128) {
    // unroll 4
    {
      const x0 = v128.load(i, VALUES + $32i);
      const w0 = f32x4.add(mean0, f32x4.abs(x0));
      v128.store(i, w0, ERROR_WEIGHTS + $32i);
      min0 = f32x4.pmin(min0, x0);
      max0 = f32x4.pmax(max0, x0);
      sumW0 = f32x4.add(sumW0, w0);
      sumX0 = f32x4.add(sumX0, f32x4.mul(w0, x0));
      const x1 = v128.load(i, VALUES + $32i + 16);
      const w1 = f32x4.add(mean1, f32x4.abs(x1));
      v128.store(i, w1, ERROR_WEIGHTS + $32i + 16);
      min1 = f32x4.pmin(min1, x1);
      max1 = f32x4.pmax(max1, x1);
      sumW1 = f32x4.add(sumW1, w1);
      sumX1 = f32x4.add(sumX1, f32x4.mul(w1, x1));
    }
  }
  const zero = f32x4.splat(0);
  v128.store(base, f32x4.pmin(min0, zero), LOWEST);
  v128.store(base, f32x4.pmin(min1, zero), LOWEST + 16);
  v128.store(base, max0, HIGHEST);
  v128.store(base, max1, HIGHEST + 16);
  v128.store(base, sumW0, SUM_WEIGHTS);
  v128.store(base, sumW1, SUM_WEIGHTS + 16);
  v128.store(base, sumX0, SUM_VALUES);
  v128.store(base, sumX1, SUM_VALUES + 16);
}

/** Without importance, Q2_K: the weight's magnitude. */
export function weighByMagnitude(base: usize, size: usize): void {
  for (let i = base; i < base + size; i += 16) v128.store(i, f32x4.abs(v128.load(i, VALUES)), ERROR_WEIGHTS);
  sumUp(base, size);
}

/**
 * With importance, whose transposed numbers are at the address of the error weights.
 *
 * @param variance - of the super-block, as the type computes it
 */
export function weighByImportance(base: usize, size: usize, variance: f32): void {
  const variances = f32x4.splat(variance);
  for (let i = base; i < base + size; i += 16) {
    const x = v128.load(i, VALUES);
    const root = f32x4.sqrt(f32x4.add(variances, f32x4.mul(x, x)));
    v128.store(i, f32x4.mul(v128.load(i, ERROR_WEIGHTS), root), ERROR_WEIGHTS);
  }
  sumUp(base, size);
}

function sumUp(base: usize, size: usize): void {
  for (let group = base; group < base + 32; group += 16) {
    let min = v128.load(group, VALUES);
    let max = min;
    let sumW = f32x4.splat(-0.0);
    let sumX = sumW;
    for (let i = group; i < group + size; i += 32) {
      const x = v128.load(i, VALUES);
      const w = v128.load(i, ERROR_WEIGHTS);
      min = f32x4.pmin(min, x);
      max = f32x4.pmax(max, x);
      sumW = f32x4.add(sumW, w);
      sumX = f32x4.add(sumX, f32x4.mul(w, x));
    }
    v128.store(group, f32x4.pmin(min, f32x4.splat(0)), LOWEST);
    v128.store(group, max, HIGHEST);
    v128.store(group, sumW, SUM_WEIGHTS);
    v128.store(group, sumX, SUM_VALUES);
  }
}

/** The squares of `count` weights, summed one after the other as in ggml. */
export function sumOfSquares(values: usize, count: usize): f32 {
  let sum: f32 = 0;
  for (let i: usize = 0; i < count * 4; i += 16) {
    const x = v128.load(values + i);
    const square = f32x4.mul(x, x);
    sum += f32x4.extract_lane(square, 0);
    sum += f32x4.extract_lane(square, 1);
    sum += f32x4.extract_lane(square, 2);
    sum += f32x4.extract_lane(square, 3);
  }
  return sum;
}
