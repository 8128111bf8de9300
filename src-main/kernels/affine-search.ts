/**
 * The scale and the minimum of each sub-block: ggml's `make_qkx2_quants` and `make_qkx3_quants` for eight sub-blocks at
 * once, four per vector. Each lane runs exactly ggml's sequence of float32 operations for its sub-block: sums follow
 * the order of the weights, and nothing is contracted or reordered.
 */
import { ANY_NUMBER, CLAMP_BOTH, CLAMP_TOP, errors, NO_CLAMP, sums } from './affine-sums';
import { NEAREST_LIMIT } from './rounding';
import {
  ERROR,
  FLAT,
  HIGHEST,
  IS_FLAT,
  KEPT_INVERSE,
  KEPT_MIN,
  LEVEL_INVERSE,
  LEVEL_MIN,
  LOWEST,
  MIN,
  MINS,
  SCALE,
  SCALES,
  SECOND,
  STEP_INVERSE,
  STEP_MIN,
  STEP_SCALE,
  STEP_VALID,
  SUM_VALUES,
  SUM_WEIGHTS,
  SUMS,
} from './scratch';

/** Sets the state of one group before its first step, from its lowest and highest values. */
function begin(group: usize, top: f32): void {
  const min = v128.load(group, LOWEST);
  const max = v128.load(group, HIGHEST);
  const flat = f32x4.eq(max, min);
  const one = f32x4.splat(1);
  const inverse = f32x4.div(f32x4.splat(top), v128.bitselect(one, f32x4.sub(max, min), flat));
  const scale = f32x4.div(one, inverse);
  v128.store(group, flat, IS_FLAT);
  v128.store(group, min, MIN);
  v128.store(group, scale, SCALE);
  v128.store(group, inverse, KEPT_INVERSE);
  v128.store(group, min, KEPT_MIN);
  // The first error uses the same loops as all others.
  v128.store(group, inverse, STEP_INVERSE);
  v128.store(group, scale, STEP_SCALE);
  v128.store(group, min, STEP_MIN);
}

/** Sets the inverse scale of a step in one group; returns which clamps its levels need. */
function prepare(group: usize, numerator: f32, top: f32): i32 {
  const min = v128.load(group, MIN);
  const span = f32x4.sub(v128.load(group, HIGHEST), min);
  const inverse = f32x4.div(f32x4.splat(numerator), v128.bitselect(f32x4.splat(1), span, v128.load(group, IS_FLAT)));
  v128.store(group, inverse, STEP_INVERSE);
  // Every operation is monotonic, so the results of all values are between the results of these two.
  const end = f32x4.mul(inverse, span);
  const start = f32x4.mul(inverse, f32x4.sub(v128.load(group, LOWEST), min));
  const most = f32x4.pmax(start, end);
  const least = f32x4.pmin(start, end);
  const limit = f32x4.splat(NEAREST_LIMIT);
  if (!i32x4.all_true(v128.and(f32x4.le(most, limit), f32x4.ge(least, f32x4.neg(limit))))) return ANY_NUMBER;
  return (
    (i32x4.all_true(f32x4.ge(least, f32x4.splat(-0.5))) ? NO_CLAMP : CLAMP_BOTH) |
    (i32x4.all_true(f32x4.lt(most, f32x4.splat(top + 0.5))) ? NO_CLAMP : CLAMP_TOP)
  );
}

/** Which clamps the first levels need; the highest of them may round beyond the top. */
function firstClamps(group: usize): i32 {
  const reach = f32x4.mul(v128.load(group, STEP_INVERSE), f32x4.sub(v128.load(group, HIGHEST), v128.load(group, MIN)));
  return i32x4.all_true(f32x4.le(f32x4.abs(reach), f32x4.splat(NEAREST_LIMIT))) ? CLAMP_TOP : ANY_NUMBER;
}

/** Fits the scale and the minimum to the levels of this step by least squares. */
function fit(group: usize): void {
  const zero = f32x4.splat(0);
  const sumW = v128.load(group, SUM_WEIGHTS);
  const sumX = v128.load(group, SUM_VALUES);
  const sumL = v128.load(group, SUMS);
  const sumLL = v128.load(group, SUMS + 32);
  const sumLX = v128.load(group, SUMS + 64);
  const determinant = f32x4.sub(f32x4.mul(sumW, sumLL), f32x4.mul(sumL, sumL));
  const scale = f32x4.div(f32x4.sub(f32x4.mul(sumW, sumLX), f32x4.mul(sumX, sumL)), determinant);
  const min = f32x4.div(f32x4.sub(f32x4.mul(sumLL, sumX), f32x4.mul(sumL, sumLX)), determinant);
  const above = f32x4.gt(min, zero);
  v128.store(group, v128.bitselect(zero, min, above), STEP_MIN);
  v128.store(group, v128.bitselect(f32x4.div(sumLX, sumLL), scale, above), STEP_SCALE);
  v128.store(group, v128.andnot(f32x4.gt(determinant, zero), v128.load(group, IS_FLAT)), STEP_VALID);
}

/** Stores this step in the lanes where its error is the smallest so far. */
function keepBetter(group: usize): void {
  const error = v128.load(group, SUMS);
  const least = v128.load(group, ERROR);
  const better = v128.and(v128.load(group, STEP_VALID), f32x4.lt(error, least));
  const min = v128.load(group, MIN);
  v128.store(group, v128.bitselect(error, least, better), ERROR);
  v128.store(
    group,
    v128.bitselect(v128.load(group, STEP_INVERSE), v128.load(group, KEPT_INVERSE), better),
    KEPT_INVERSE,
  );
  v128.store(group, v128.bitselect(min, v128.load(group, KEPT_MIN), better), KEPT_MIN);
  v128.store(group, v128.bitselect(v128.load(group, STEP_SCALE), v128.load(group, SCALE), better), SCALE);
  v128.store(group, v128.bitselect(v128.load(group, STEP_MIN), min, better), MIN);
}

/**
 * Begins the search in the eight sub-blocks at `base`. Their values, error weights, sums of both, lowest (0 at most)
 * and highest values must be stored there.
 *
 * @param size - bytes of a sub-block's transposed values: 1024 for 32 weights, 512 for 16
 */
export function beginSearch(base: usize, size: usize, top: i32, kind: i32): void {
  begin(base, f32(top));
  begin(base + 16, f32(top));
  sums(base, size, firstClamps(base) | firstClamps(base + 16), top);
  errors(base, size, kind);
  v128.store(base, v128.load(base, SUMS), ERROR);
  v128.store(base, v128.load(base, SUMS + 16), ERROR + 16);
}

/**
 * Runs the steps in the sixteen sub-blocks at 0 and at `SECOND` alternately, so that the processor computes the sums of
 * one while it waits for the divisions of the other.
 */
export function search(size: usize, top: i32, first: f32, delta: f32, steps: i32, kind: i32): void {
  const topFloat = f32(top);
  let numerator = first + topFloat;
  let clamps0 = prepare(0, numerator, topFloat) | prepare(16, numerator, topFloat);
  let clamps1 = prepare(SECOND, numerator, topFloat) | prepare(SECOND + 16, numerator, topFloat);
  for (let step = 0; step <= steps; step += 1) {
    sums(0, size, clamps0, top);
    fit(0);
    fit(16);
    sums(SECOND, size, clamps1, top);
    fit(SECOND);
    fit(SECOND + 16);
    numerator = first + delta * f32(step + 1) + topFloat;
    errors(0, size, kind);
    keepBetter(0);
    keepBetter(16);
    clamps0 = prepare(0, numerator, topFloat) | prepare(16, numerator, topFloat);
    errors(SECOND, size, kind);
    keepBetter(SECOND);
    keepBetter(SECOND + 16);
    clamps1 = prepare(SECOND, numerator, topFloat) | prepare(SECOND + 16, numerator, topFloat);
  }
  finish(0);
  finish(SECOND);
}

function finish(base: usize): void {
  for (let group = base; group < base + 32; group += 16) {
    v128.store(group, v128.andnot(v128.load(group, SCALE), v128.load(group, IS_FLAT)), SCALES);
    v128.store(group, f32x4.neg(v128.load(group, MIN)), MINS);
    v128.store(group, v128.load(group, KEPT_INVERSE), LEVEL_INVERSE);
    v128.store(group, v128.load(group, KEPT_MIN), LEVEL_MIN);
    v128.store(group, v128.load(group, IS_FLAT), FLAT);
  }
}
