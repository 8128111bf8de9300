/**
 * The common part of Q4_K and Q5_K: a super-block has eight sub-blocks of 32 weights, each with a scale and a minimum
 * of 6 bits. A weight is `d * scale * level - dmin * min`.
 */
import { beginSearch, search } from './affine-search';
import { SQUARES } from './affine-sums';
import { sumOfSquares, weighByImportance, weighBySize } from './error-weights';
import { fitPositive } from './positive-fit';
import { clamped, fromHalf, nearestInt, nearestInts, smaller, toHalf } from './rounding';
import {
  ERROR_WEIGHTS,
  FLAT,
  LEVEL_BYTES,
  LEVEL_INVERSE,
  LEVEL_MIN,
  MINS,
  OWN,
  SCALES,
  SECOND,
  SUM_WEIGHTS,
  VALUES,
} from './scratch';
import { transpose32 } from './transpose';

const SIZE: usize = 1024;
const SCALE_LEVELS: usize = OWN + 2416;
const MIN_LEVELS: usize = OWN + 2432;

/** Loads the eight sub-blocks at `values`; `importance` is 0 for none. */
function load8(values: usize, base: usize, top: i32, importance: usize): void {
  transpose32(values, base + VALUES, 32);
  transpose32(values + 512, base + VALUES + 16, 32);
  if (importance) {
    transpose32(importance, base + ERROR_WEIGHTS, 32);
    transpose32(importance + 512, base + ERROR_WEIGHTS + 16, 32);
    weighByImportance(base, SIZE, (<f32>2 * sumOfSquares(values, 256)) / <f32>256);
  } else {
    weighBySize(base);
  }
  beginSearch(base, SIZE, top, SQUARES);
}

/**
 * The scales and minima of two super-blocks, which may be the same one. `first`, `delta` and `steps` are the search
 * parameters of the type.
 */
export function searchPair(values0: usize, values1: usize, top: i32, first: f32, delta: f32, steps: i32): void {
  load8(values0, 0, top, 0);
  load8(values1, SECOND, top, 0);
  search(SIZE, top, first, delta, steps, SQUARES);
}

/** The same with importance; both types use the same search parameters. */
export function searchPairByImportance(values0: usize, values1: usize, top: i32, by0: usize, by1: usize): void {
  load8(values0, 0, top, by0);
  load8(values1, SECOND, top, by1);
  search(SIZE, top, -0.9, 0.05, 36, SQUARES);
}

/** Packs the six bits of each scale and minimum into twelve bytes. */
function packScales(to: usize, j: usize, scale: u32, min: u32): void {
  if (j < 4) {
    store<u8>(to + j, u8(scale));
    store<u8>(to + j, u8(min), 4);
  } else {
    store<u8>(to + j, u8((scale & 15) | ((min & 15) << 4)), 4);
    store<u8>(to + j - 4, u8(load<u8>(to + j - 4) | ((scale >> 4) << 6)));
    store<u8>(to + j, u8(load<u8>(to + j) | ((min >> 4) << 6)));
  }
}

/** Writes d, dmin and the scales of the super-block; its levels stay in the scratch as bytes. */
export function scaleAndLevel(base: usize, values: usize, to: usize, top: i32): void {
  let maxScale: f32 = 0;
  let maxMin: f32 = 0;
  for (let j: usize = 0; j < 8; j += 1) {
    const scale = load<f32>(base + SCALES + j * 4);
    if (scale > maxScale) maxScale = scale;
    const min = load<f32>(base + MINS + j * 4);
    if (min > maxMin) maxMin = min;
  }
  const byScale: f32 = maxScale > 0 ? <f32>63 / maxScale : 0;
  const byMin: f32 = maxMin > 0 ? <f32>63 / maxMin : 0;
  const halfScale = toHalf(maxScale / <f32>63);
  const halfMin = toHalf(maxMin / <f32>63);
  const d = fromHalf(halfScale);
  const dmin = fromHalf(halfMin);
  store<u16>(to, u16(halfScale));
  store<u16>(to, u16(halfMin), 2);
  for (let j: usize = 0; j < 8; j += 1) {
    let scale = u32(nearestInt(byScale * load<f32>(base + SCALES + j * 4))) & 0xff;
    let min = u32(nearestInt(byMin * load<f32>(base + MINS + j * 4))) & 0xff;
    if (scale > 63) scale = 63;
    if (min > 63) min = 63;
    packScales(to + 4, j, scale, min);
    level(base, values + j * 128, j, d * f32(scale), dmin * f32(min), top);
  }
}

/** The same with importance: the scales and minima are fitted by the weight of each sub-block. */
export function scaleAndLevelByImportance(base: usize, values: usize, to: usize, top: i32): void {
  const halfScale = toHalf(fitPositive(base + SCALES, base + SUM_WEIGHTS, 8, 63, SCALE_LEVELS));
  const halfMin = toHalf(fitPositive(base + MINS, base + SUM_WEIGHTS, 8, 63, MIN_LEVELS));
  const d = fromHalf(halfScale);
  const dmin = fromHalf(halfMin);
  store<u16>(to, u16(halfScale));
  store<u16>(to, u16(halfMin), 2);
  const packed = to + 4;
  for (let j: usize = 0; j < 8; j += 1) {
    let scale = u32(load<u8>(SCALE_LEVELS + j));
    let min = u32(load<u8>(MIN_LEVELS + j));
    // ggml limits them only for Q5_K.
    if (top == 31 && scale > 63) scale = 63;
    if (top == 31 && min > 63) min = 63;
    packScales(packed, j, scale, min);
  }
  // The levels use the packed values, in which a number of more than six bits has changed others.
  for (let j: usize = 0; j < 8; j += 1) {
    let scale: u32;
    let min: u32;
    if (j < 4) {
      scale = u32(load<u8>(packed + j)) & 63;
      min = u32(load<u8>(packed + j, 4)) & 63;
    } else {
      scale = (u32(load<u8>(packed + j, 4)) & 15) | ((u32(load<u8>(packed + j - 4)) >> 6) << 4);
      min = (u32(load<u8>(packed + j, 4)) >> 4) | ((u32(load<u8>(packed + j)) >> 6) << 4);
    }
    level(base, values + j * 128, j, d * f32(scale), dmin * f32(min), top);
  }
}

/** The levels of sub-block `j`, one byte each. */
function level(base: usize, values: usize, j: usize, d: f32, dm: f32, top: i32): void {
  const to = LEVEL_BYTES + j * 32;
  if (d != 0) {
    const divisor = f32x4.splat(d);
    const offset = f32x4.splat(dm);
    for (let i: usize = 0; i < 32; i += 16) {
      const p = values + i * 4;
      const a = nearestInts(f32x4.div(f32x4.add(v128.load(p), offset), divisor));
      const b = nearestInts(f32x4.div(f32x4.add(v128.load(p, 16), offset), divisor));
      const c = nearestInts(f32x4.div(f32x4.add(v128.load(p, 32), offset), divisor));
      const e = nearestInts(f32x4.div(f32x4.add(v128.load(p, 48), offset), divisor));
      const low = i16x8.narrow_i32x4_s(clamped(a, 0, top), clamped(b, 0, top));
      const high = i16x8.narrow_i32x4_s(clamped(c, 0, top), clamped(e, 0, top));
      v128.store(to + i, i8x16.narrow_i16x8_u(low, high));
    }
    return;
  }
  // ggml uses the levels of the search here.
  if (load<i32>(base + FLAT + j * 4)) {
    memory.fill(to, 0, 32);
    return;
  }
  const inverse = load<f32>(base + LEVEL_INVERSE + j * 4);
  const min = load<f32>(base + LEVEL_MIN + j * 4);
  for (let i: usize = 0; i < 32; i += 1) {
    const found = nearestInt(inverse * (load<f32>(values + i * 4) - min));
    store<u8>(to + i, u8(max<i32>(0, smaller(top, found))));
  }
}
