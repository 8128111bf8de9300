/**
 * Kernels over one row of logits, one number per token of a vocabulary, four per vector. Every `count` is a multiple of
 * 16; the padding of a row is so low that it adds nothing to a sum. Sums are in float64, their terms in float32.
 *
 * The language is AssemblyScript; `scripts/build-kernels.mjs` compiles it.
 */

/** Its exp is the smallest normal number: even 128,256 of them are negligible next to the largest, which is 1. */
const LEAST_EXPONENT: f32 = -87;
/** Stands for minus infinity. */
const LOWEST: f32 = -1e30;
/** llama.cpp stores nothing that is less likely than e^-16. */
const LEAST_KEPT: f32 = -16;

/**
 * exp from -87 to 0 with a relative error below 2e-7.
 *
 * @see Cephes, `expf`
 */
// inline
function exp(x: v128): v128 {
  const bounded = f32x4.max(x, f32x4.splat(LEAST_EXPONENT));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(1.442695)));
  let r = f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-0.00021219444)));
  let p = f32x4.splat(0.00019875691);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.0013981999));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.008333452));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.041665795));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.16666666));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/** Adds the four numbers of a vector into two sums in float64. */
// inline
function wide(values: v128): v128 {
  return f64x2.add(
    f64x2.promote_low_f32x4(values),
    f64x2.promote_low_f32x4(v128.shuffle<i32>(values, values, 2, 3, 0, 1)),
  );
}

// inline
function total(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** The number of values above `value`. */
export function countAbove(row: usize, count: usize, value: f32): i32 {
  const limit = f32x4.splat(value);
  let found = i32x4.splat(0);
  for (let at = row; at < row + count * 4; at += 64) {
    // A true comparison is -1.
    found = i32x4.sub(found, f32x4.gt(v128.load(at), limit));
    found = i32x4.sub(found, f32x4.gt(v128.load(at, 16), limit));
    found = i32x4.sub(found, f32x4.gt(v128.load(at, 32), limit));
    found = i32x4.sub(found, f32x4.gt(v128.load(at, 48), limit));
  }
  return (
    i32x4.extract_lane(found, 0) +
    i32x4.extract_lane(found, 1) +
    i32x4.extract_lane(found, 2) +
    i32x4.extract_lane(found, 3)
  );
}

/** The smallest of any number of numbers. */
export function smallest(row: usize, count: usize): f32 {
  let found = load<f32>(row);
  let lanes = f32x4.splat(found);
  const whole = count & ~3;
  for (let i: usize = 0; i < whole; i += 4) lanes = f32x4.min(lanes, v128.load(row + i * 4));
  for (let i = whole; i < count; i += 1) found = min(found, load<f32>(row + i * 4));
  found = min(found, min(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)));
  return min(found, min(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3)));
}

/** Writes the places and values of the `most` largest numbers, largest first; of equal ones the first comes first. */
export function largest(row: usize, count: usize, most: i32, places: usize, values: usize): void {
  let held = 0;
  let least: f32 = -Infinity;
  for (let i: usize = 0; i < count; i += 16) {
    const at = row + i * 4;
    const limit = f32x4.splat(least);
    const isAbove = v128.or(
      v128.or(f32x4.gt(v128.load(at), limit), f32x4.gt(v128.load(at, 16), limit)),
      v128.or(f32x4.gt(v128.load(at, 32), limit), f32x4.gt(v128.load(at, 48), limit)),
    );
    if (!v128.any_true(isAbove)) continue;
    for (let j: usize = 0; j < 16; j += 1) {
      const value = load<f32>(at + j * 4);
      if (!(value > least)) continue;
      let place = held < most ? held : most - 1;
      if (held < most) held += 1;
      while (place > 0 && load<f32>(values + <usize>(place - 1) * 4) < value) {
        store<f32>(values + <usize>place * 4, load<f32>(values + <usize>(place - 1) * 4));
        store<i32>(places + <usize>place * 4, load<i32>(places + <usize>(place - 1) * 4));
        place -= 1;
      }
      store<f32>(values + <usize>place * 4, value);
      store<i32>(places + <usize>place * 4, <i32>(i + j));
      if (held === most) least = load<f32>(values + <usize>(most - 1) * 4);
    }
  }
}

/** Writes two float64: the sum of exp(d), and the sum of exp(d) * d, where d is the number minus `highest`. */
export function sumExponentials(row: usize, count: usize, highest: f32, sums: usize): void {
  const top = f32x4.splat(highest);
  let plain = f64x2.splat(0);
  let weighted = f64x2.splat(0);
  for (let at = row; at < row + count * 4; at += 64) {
    let some = f32x4.splat(0);
    let someWeighted = f32x4.splat(0);
    for (let part: usize = 0; part < 64; part += 16) {
      const d = f32x4.max(f32x4.sub(v128.load(at + part), top), f32x4.splat(LEAST_EXPONENT));
      const e = exp(d);
      some = f32x4.add(some, e);
      someWeighted = f32x4.add(someWeighted, f32x4.mul(e, d));
    }
    plain = f64x2.add(plain, wide(some));
    weighted = f64x2.add(weighted, wide(someWeighted));
  }
  store<f64>(sums, total(plain));
  store<f64>(sums + 8, total(weighted));
}

/** The sum of exp(a) * (a - b), where a and b are the numbers of two rows minus the highest of each row. */
export function sumDifferences(row: usize, other: usize, count: usize, highest: f32, otherHighest: f32): f64 {
  const top = f32x4.splat(highest);
  const otherTop = f32x4.splat(otherHighest);
  let sum = f64x2.splat(0);
  for (let i: usize = 0; i < count * 4; i += 64) {
    let some = f32x4.splat(0);
    for (let part: usize = i; part < i + 64; part += 16) {
      // An impossible token would be infinite, and the difference of two such numbers is NaN.
      const a = f32x4.max(f32x4.sub(v128.load(row + part), top), f32x4.splat(LOWEST));
      const b = f32x4.max(f32x4.sub(v128.load(other + part), otherTop), f32x4.splat(LOWEST));
      some = f32x4.add(some, f32x4.mul(exp(a), f32x4.sub(a, b)));
    }
    sum = f64x2.add(sum, wide(some));
  }
  return total(sum);
}

/** Rounds numbers to 16 bits: the number of steps above `lowest`, and 0 below it. */
export function roundToSteps(row: usize, count: usize, lowest: f32, inverseStep: f32, output: usize): void {
  const low = f32x4.splat(lowest);
  const inverse = f32x4.splat(inverseStep);
  for (let i: usize = 0; i < count; i += 8) {
    const a = f32x4.mul(inverse, f32x4.max(f32x4.sub(v128.load(row + i * 4), low), f32x4.splat(0)));
    const b = f32x4.mul(inverse, f32x4.max(f32x4.sub(v128.load(row + i * 4, 16), low), f32x4.splat(0)));
    const steps = i16x8.narrow_i32x4_u(
      i32x4.trunc_sat_f32x4_s(f32x4.nearest(a)),
      i32x4.trunc_sat_f32x4_s(f32x4.nearest(b)),
    );
    v128.store(output + i * 2, steps);
  }
}

// inline
function keptTerms(steps: v128, logits: v128, step: f32, lowest: f32, shift: f32): v128 {
  const base = f32x4.add(f32x4.mul(f32x4.convert_i32x4_u(steps), f32x4.splat(step)), f32x4.splat(lowest));
  const gap = f32x4.add(f32x4.sub(base, logits), f32x4.splat(shift));
  return v128.and(f32x4.mul(exp(base), gap), f32x4.gt(base, f32x4.splat(LEAST_KEPT)));
}

/**
 * The divergence of a row from log-probabilities that were rounded to 16 bits, computed as llama.cpp does.
 *
 * @param shift - is subtracted from a logit to get its log-probability
 * @see ggml-org/llama.cpp tools/perplexity/perplexity.cpp, `log_softmax`
 */
export function divergenceFromSteps(steps: usize, row: usize, count: usize, step: f32, lowest: f32, shift: f32): f64 {
  let sum = f64x2.splat(0);
  for (let i: usize = 0; i < count; i += 8) {
    const packed = v128.load(steps + i * 2);
    const low = keptTerms(i32x4.extend_low_i16x8_u(packed), v128.load(row + i * 4), step, lowest, shift);
    const high = keptTerms(i32x4.extend_high_i16x8_u(packed), v128.load(row + i * 4, 16), step, lowest, shift);
    sum = f64x2.add(sum, f64x2.add(wide(low), wide(high)));
  }
  return total(sum);
}
