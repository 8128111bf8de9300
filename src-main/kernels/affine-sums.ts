/** The sums and the errors for the search of a scale and a minimum, of eight sub-blocks at once. */
import { clamped, nearestInts } from './rounding';
import { ERROR_WEIGHTS, LEVELS, MIN, STEP_INVERSE, STEP_MIN, STEP_SCALE, SUMS, VALUES } from './scratch';

/**
 * Which levels of a step need clamping, given the range of its lanes: none, those at the top, those at both ends, or
 * any number.
 */
export const NO_CLAMP = 0;
export const CLAMP_TOP = 1;
export const CLAMP_BOTH = 3;
export const ANY_NUMBER = 4;

/** Whether the error is a sum of squares or of absolute differences, as in Q2_K without importance. */
export const SQUARES = 0;
export const ABSOLUTES = 1;

/** Sums w*l, w*l*l and w*l*x of both groups for this step's inverse scale, and stores the levels. */
// inline
function sumsClamped(base: usize, size: usize, top: f32, low: bool, high: bool): void {
  const zero = f32x4.splat(0);
  const ceiling = f32x4.splat(top);
  const min0 = v128.load(base, MIN);
  const min1 = v128.load(base, MIN + 16);
  const inverse0 = v128.load(base, STEP_INVERSE);
  const inverse1 = v128.load(base, STEP_INVERSE + 16);
  let sumL0 = f32x4.splat(0);
  let sumLL0 = f32x4.splat(0);
  let sumLX0 = f32x4.splat(0);
  let sumL1 = f32x4.splat(0);
  let sumLL1 = f32x4.splat(0);
  let sumLX1 = f32x4.splat(0);
  for (let i = base, end = base + size; i < end; i += 128) {
    // unroll 4
    {
      const x0 = v128.load(i, VALUES + $32i);
      let l0 = f32x4.nearest(f32x4.mul(inverse0, f32x4.sub(x0, min0)));
      if (high) l0 = f32x4.pmin(l0, ceiling);
      if (low) l0 = f32x4.pmax(l0, zero);
      v128.store(i, l0, LEVELS + $32i);
      const wl0 = f32x4.mul(v128.load(i, ERROR_WEIGHTS + $32i), l0);
      sumL0 = f32x4.add(sumL0, wl0);
      sumLL0 = f32x4.add(sumLL0, f32x4.mul(wl0, l0));
      sumLX0 = f32x4.add(sumLX0, f32x4.mul(wl0, x0));
      const x1 = v128.load(i, VALUES + $32i + 16);
      let l1 = f32x4.nearest(f32x4.mul(inverse1, f32x4.sub(x1, min1)));
      if (high) l1 = f32x4.pmin(l1, ceiling);
      if (low) l1 = f32x4.pmax(l1, zero);
      v128.store(i, l1, LEVELS + $32i + 16);
      const wl1 = f32x4.mul(v128.load(i, ERROR_WEIGHTS + $32i + 16), l1);
      sumL1 = f32x4.add(sumL1, wl1);
      sumLL1 = f32x4.add(sumLL1, f32x4.mul(wl1, l1));
      sumLX1 = f32x4.add(sumLX1, f32x4.mul(wl1, x1));
    }
  }
  v128.store(base, sumL0, SUMS);
  v128.store(base, sumL1, SUMS + 16);
  v128.store(base, sumLL0, SUMS + 32);
  v128.store(base, sumLL1, SUMS + 48);
  v128.store(base, sumLX0, SUMS + 64);
  v128.store(base, sumLX1, SUMS + 80);
}

function sumsAsTheyAre(base: usize, size: usize, top: f32): void {
  sumsClamped(base, size, top, false, false);
}

function sumsBelowTop(base: usize, size: usize, top: f32): void {
  sumsClamped(base, size, top, false, true);
}

function sumsWithin(base: usize, size: usize, top: f32): void {
  sumsClamped(base, size, top, true, true);
}

/** The same for one group and numbers of any size, where the rounding must be exactly ggml's. */
function sumsOfAny(group: usize, size: usize, top: i32): void {
  const min = v128.load(group, MIN);
  const inverse = v128.load(group, STEP_INVERSE);
  let sumL = f32x4.splat(0);
  let sumLL = f32x4.splat(0);
  let sumLX = f32x4.splat(0);
  for (let i = group, end = group + size; i < end; i += 32) {
    const x = v128.load(i, VALUES);
    const l = f32x4.convert_i32x4_s(clamped(nearestInts(f32x4.mul(inverse, f32x4.sub(x, min))), 0, top));
    v128.store(i, l, LEVELS);
    const wl = f32x4.mul(v128.load(i, ERROR_WEIGHTS), l);
    sumL = f32x4.add(sumL, wl);
    sumLL = f32x4.add(sumLL, f32x4.mul(wl, l));
    sumLX = f32x4.add(sumLX, f32x4.mul(wl, x));
  }
  v128.store(group, sumL, SUMS);
  v128.store(group, sumLL, SUMS + 32);
  v128.store(group, sumLX, SUMS + 64);
}

export function sums(base: usize, size: usize, clamps: i32, top: i32): void {
  if (clamps == NO_CLAMP) sumsAsTheyAre(base, size, f32(top));
  else if (clamps == CLAMP_TOP) sumsBelowTop(base, size, f32(top));
  else if (clamps == CLAMP_BOTH) sumsWithin(base, size, f32(top));
  else {
    sumsOfAny(base, size, top);
    sumsOfAny(base + 16, size, top);
  }
}

// inline
function difference(x: v128, level: v128, scale: v128, min: v128): v128 {
  return f32x4.sub(f32x4.add(f32x4.mul(scale, level), min), x);
}

// inline
function weightedSquare(difference: v128, weight: v128): v128 {
  return f32x4.mul(weight, f32x4.mul(difference, difference));
}

// inline
function weightedAbsolute(difference: v128, weight: v128): v128 {
  return f32x4.mul(weight, f32x4.abs(difference));
}

/** The errors of both groups with the scale and the minimum of this step. */
// inline
function errorsOf(base: usize, size: usize, kind: i32): void {
  const scale0 = v128.load(base, STEP_SCALE);
  const min0 = v128.load(base, STEP_MIN);
  const scale1 = v128.load(base, STEP_SCALE + 16);
  const min1 = v128.load(base, STEP_MIN + 16);
  let error0 = f32x4.splat(0);
  let error1 = f32x4.splat(0);
  for (let i = base, end = base + size; i < end; i += 256) {
    // unroll 8
    {
      const difference0 = difference(v128.load(i, VALUES + $32i), v128.load(i, LEVELS + $32i), scale0, min0);
      const difference1 = difference(v128.load(i, VALUES + $32i + 16), v128.load(i, LEVELS + $32i + 16), scale1, min1);
      const weight0 = v128.load(i, ERROR_WEIGHTS + $32i);
      const weight1 = v128.load(i, ERROR_WEIGHTS + $32i + 16);
      if (kind == SQUARES) {
        error0 = f32x4.add(error0, weightedSquare(difference0, weight0));
        error1 = f32x4.add(error1, weightedSquare(difference1, weight1));
      } else {
        error0 = f32x4.add(error0, weightedAbsolute(difference0, weight0));
        error1 = f32x4.add(error1, weightedAbsolute(difference1, weight1));
      }
    }
  }
  v128.store(base, error0, SUMS);
  v128.store(base, error1, SUMS + 16);
}

function squareErrors(base: usize, size: usize): void {
  errorsOf(base, size, SQUARES);
}

function absoluteErrors(base: usize, size: usize): void {
  errorsOf(base, size, ABSOLUTES);
}

export function errors(base: usize, size: usize, kind: i32): void {
  if (kind == SQUARES) squareErrors(base, size);
  else absoluteErrors(base, size);
}
