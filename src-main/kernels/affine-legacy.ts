/** The common part of Q4_1 and Q5_1 with importance: blocks of 32 weights with a scale and a minimum. */
import { beginSearch, search } from './affine-search';
import { SQUARES } from './affine-sums';
import { weighByImportance } from './error-weights';
import { clamped, nearestInts } from './rounding';
import { ERROR_WEIGHTS, FLAT, LEVEL_BYTES, LEVEL_INVERSE, LEVEL_MIN, SECOND, VALUES } from './scratch';
import { transpose32 } from './transpose';

const SIZE: usize = 1024;

function load8(values: usize, base: usize, top: i32, importance: usize, variance: f32): void {
  transpose32(values, base + VALUES, 32);
  transpose32(values + 512, base + VALUES + 16, 32);
  transpose32(importance, base + ERROR_WEIGHTS, 32);
  transpose32(importance + 512, base + ERROR_WEIGHTS + 16, 32);
  weighByImportance(base, SIZE, variance);
  beginSearch(base, SIZE, top, SQUARES);
}

/** Sixteen blocks, which may be the same eight twice. */
export function searchPairOfEights(
  values0: usize,
  values1: usize,
  top: i32,
  by0: usize,
  by1: usize,
  variance0: f32,
  variance1: f32,
): void {
  load8(values0, 0, top, by0, variance0);
  load8(values1, SECOND, top, by1, variance1);
  search(SIZE, top, -0.9, 0.05, 36, SQUARES);
}

/** Sixteen levels as bytes. */
// inline
function levelBytes(from: usize, inverse: v128, least: v128, top: i32): v128 {
  const a = clamped(nearestInts(f32x4.mul(inverse, f32x4.sub(v128.load(from), least))), 0, top);
  const b = clamped(nearestInts(f32x4.mul(inverse, f32x4.sub(v128.load(from, 16), least))), 0, top);
  const c = clamped(nearestInts(f32x4.mul(inverse, f32x4.sub(v128.load(from, 32), least))), 0, top);
  const d = clamped(nearestInts(f32x4.mul(inverse, f32x4.sub(v128.load(from, 48), least))), 0, top);
  return i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
}

/** The levels of the eight blocks at `values`, whose search was at `base`, as bytes. */
export function levelEight(base: usize, values: usize, top: i32): void {
  for (let j: usize = 0; j < 8; j += 1) {
    const to = LEVEL_BYTES + j * 32;
    if (load<i32>(base + FLAT + j * 4)) {
      memory.fill(to, 0, 32);
      continue;
    }
    const inverse = f32x4.splat(load<f32>(base + LEVEL_INVERSE + j * 4));
    const least = f32x4.splat(load<f32>(base + LEVEL_MIN + j * 4));
    v128.store(to, levelBytes(values + j * 128, inverse, least, top));
    v128.store(to, levelBytes(values + j * 128 + 64, inverse, least, top), 16);
  }
}
