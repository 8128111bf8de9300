/**
 * Q3_K with importance: the sixteen scales of a super-block are numbers of 6 bits themselves, found by ggml's
 * `make_qx_quants(16, 32, ..., 1, ...)`. Four steps of that search are four lanes.
 */
import { clamped, nearestInt, nearestInts, smaller } from './rounding';
import { OWN } from './scratch';
import { Q_SCALES, STEPS, stepOf } from './symmetric-search';

const LANE_STEPS: usize = OWN + 3408;
/** A number for each step. */
const INVERSES: usize = OWN + 3488;
const SUMS_LX: usize = OWN + 3568;
const SUMS_LL: usize = OWN + 3648;
/** How much the error of each scale counts. */
export const SCALE_WEIGHTS: usize = OWN + 3728;
/** What is found: a byte from 0 to 63 for each scale. */
export const SCALE_LEVELS: usize = OWN + 3792;

export function setUpQ3Scales(): void {
  for (let i = 0; i < STEPS; i += 1) store<f32>(LANE_STEPS + usize(i) * 4, stepOf(32, i));
}

function sumsOfSteps(largest: f32): void {
  for (let step: usize = 0; step < 80; step += 16) {
    const inverse = f32x4.div(v128.load(step, LANE_STEPS), f32x4.splat(largest));
    let sumLX = f32x4.splat(0);
    let sumLL = f32x4.splat(0);
    for (let i: usize = 0; i < 64; i += 4) {
      const x = load<f32>(i, Q_SCALES);
      const w = load<f32>(i, SCALE_WEIGHTS);
      const l = f32x4.convert_i32x4_s(clamped(nearestInts(f32x4.mul(inverse, f32x4.splat(x))), -32, 31));
      sumLX = f32x4.add(sumLX, f32x4.mul(f32x4.splat(w * x), l));
      sumLL = f32x4.add(sumLL, f32x4.mul(f32x4.mul(f32x4.splat(w), l), l));
    }
    v128.store(step, inverse, INVERSES);
    v128.store(step, sumLX, SUMS_LX);
    v128.store(step, sumLL, SUMS_LL);
  }
}

/** Finds the levels of the scales at `Q_SCALES`; returns the super-block's own scale. */
export function searchScales(): f32 {
  let size: f32 = 0;
  let largest: f32 = 0;
  for (let i: usize = 0; i < 64; i += 4) {
    const x = load<f32>(i, Q_SCALES);
    if (abs<f32>(x) > size) {
      size = abs<f32>(x);
      largest = x;
    }
  }
  if (size < <f32>1e-15) {
    memory.fill(SCALE_LEVELS, 0, 16);
    return 0;
  }
  sumsOfSteps(largest);
  const firstLX = load<f32>(SUMS_LX);
  const firstLL = load<f32>(SUMS_LL);
  let scale: f32 = firstLL != 0 ? firstLX / firstLL : 0;
  let best = scale * firstLX;
  let kept = load<f32>(INVERSES);
  for (let step: usize = 4; step < 76; step += 4) {
    const sumLX = load<f32>(step, SUMS_LX);
    const sumLL = load<f32>(step, SUMS_LL);
    if (sumLL > 0 && sumLX * sumLX > best * sumLL) {
      scale = sumLX / sumLL;
      best = scale * sumLX;
      kept = load<f32>(step, INVERSES);
    }
  }
  for (let j: usize = 0; j < 16; j += 1) {
    const found = nearestInt(kept * load<f32>(Q_SCALES + j * 4));
    store<u8>(SCALE_LEVELS + j, u8(max<i32>(-32, smaller(31, found)) + 32));
  }
  return scale;
}
