/** The common part of Q4_0 and Q5_0 with importance: blocks of 32 weights with a scale. A weight is `scale * (level - top)`. */
import { clamped, nearestInts } from './rounding';
import { LEVEL_BYTES } from './scratch';
import { Q_FLAT, Q_INVERSE, Q_VALUES, Q_WEIGHTS, searchSymmetric } from './symmetric-search';
import { transpose32 } from './transpose';

/** Four blocks, whose scales come to `Q_SCALES + group`. */
function searchFour(values: usize, importance: usize, group: usize, variance: f32, table: usize): void {
  transpose32(values, Q_VALUES, 16);
  transpose32(importance, Q_WEIGHTS, 16);
  const variances = f32x4.splat(variance);
  for (let i: usize = 0; i < 512; i += 16) {
    const x = v128.load(i, Q_VALUES);
    const root = f32x4.sqrt(f32x4.add(variances, f32x4.mul(x, x)));
    v128.store(i, f32x4.mul(v128.load(i, Q_WEIGHTS), root), Q_WEIGHTS);
  }
  searchSymmetric(group, 512, true, table);
}

/** Sixteen levels as bytes. */
// inline
function levelBytes(from: usize, inverse: v128, top: i32): v128 {
  const raise = i32x4.splat(top);
  const a = i32x4.add(clamped(nearestInts(f32x4.mul(inverse, v128.load(from))), -top, top - 1), raise);
  const b = i32x4.add(clamped(nearestInts(f32x4.mul(inverse, v128.load(from, 16))), -top, top - 1), raise);
  const c = i32x4.add(clamped(nearestInts(f32x4.mul(inverse, v128.load(from, 32))), -top, top - 1), raise);
  const d = i32x4.add(clamped(nearestInts(f32x4.mul(inverse, v128.load(from, 48))), -top, top - 1), raise);
  return i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
}

/** The scales of the eight blocks at `values`, and their levels as bytes. `table` is that of `top`. */
export function searchEightSymmetric(values: usize, importance: usize, variance: f32, top: i32, table: usize): void {
  searchFour(values, importance, 0, variance, table);
  searchFour(values + 512, importance + 512, 16, variance, table);
  for (let j: usize = 0; j < 8; j += 1) {
    const to = LEVEL_BYTES + j * 32;
    if (load<i32>(Q_FLAT + j * 4)) {
      memory.fill(to, 0, 32);
      continue;
    }
    const inverse = f32x4.splat(load<f32>(Q_INVERSE + j * 4));
    v128.store(to, levelBytes(values + j * 128, inverse, top));
    v128.store(to, levelBytes(values + j * 128 + 64, inverse, top), 16);
  }
}
