/**
 * Q2_K: super-blocks of 256 weights in 84 bytes: sixteen scales and minima of 4 bits, 2 bits for each weight, d, dmin.
 * The eight sub-blocks of 16 in the first half are searched at address 0, the others at `SECOND`.
 */
import { beginSearch, search } from './affine-search';
import { ABSOLUTES, SQUARES } from './affine-sums';
import { sumOfSquares, weighByImportance, weighByMagnitude } from './error-weights';
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
import { transpose16, widen } from './transpose';

const BYTES: usize = 84;
const TOP = 3;
const SIZE: usize = 512;
/** The sixteen scales, minima and weights in a row, and the levels of both. */
const ALL_SCALES: usize = OWN + 2448;
const ALL_MINS: usize = OWN + 2512;
const ALL_WEIGHTS: usize = OWN + 2576;
const SCALE_LEVELS: usize = OWN + 2640;
const MIN_LEVELS: usize = OWN + 2656;

/** The address of a number of sub-block `j` in the scratch of its half. */
// inline
function ofSubBlock(address: usize, j: usize): usize {
  return (j >> 3) * SECOND + address + (j & 7) * 4;
}

function load8(values: usize, base: usize, importance: usize, variance: f32): void {
  transpose16(values, base + VALUES, 32);
  transpose16(values + 256, base + VALUES + 16, 32);
  if (importance) {
    transpose16(importance, base + ERROR_WEIGHTS, 32);
    transpose16(importance + 256, base + ERROR_WEIGHTS + 16, 32);
    weighByImportance(base, SIZE, variance);
    beginSearch(base, SIZE, TOP, SQUARES);
  } else {
    weighByMagnitude(base, SIZE);
    beginSearch(base, SIZE, TOP, ABSOLUTES);
  }
}

/** The levels of sub-block `j`, one byte each. */
function level(values: usize, j: usize, d: f32, dm: f32): void {
  const to = LEVEL_BYTES + j * 16;
  if (d != 0) {
    const divisor = f32x4.splat(d);
    const offset = f32x4.splat(dm);
    const a = nearestInts(f32x4.div(f32x4.add(v128.load(values), offset), divisor));
    const b = nearestInts(f32x4.div(f32x4.add(v128.load(values, 16), offset), divisor));
    const c = nearestInts(f32x4.div(f32x4.add(v128.load(values, 32), offset), divisor));
    const e = nearestInts(f32x4.div(f32x4.add(v128.load(values, 48), offset), divisor));
    const low = i16x8.narrow_i32x4_s(clamped(a, 0, TOP), clamped(b, 0, TOP));
    const high = i16x8.narrow_i32x4_s(clamped(c, 0, TOP), clamped(e, 0, TOP));
    v128.store(to, i8x16.narrow_i16x8_u(low, high));
    return;
  }
  // ggml uses the levels of the search here.
  if (load<i32>(ofSubBlock(FLAT, j))) {
    memory.fill(to, 0, 16);
    return;
  }
  const inverse = load<f32>(ofSubBlock(LEVEL_INVERSE, j));
  const min = load<f32>(ofSubBlock(LEVEL_MIN, j));
  for (let i: usize = 0; i < 16; i += 1) {
    const found = nearestInt(inverse * (load<f32>(values + i * 4) - min));
    store<u8>(to + i, u8(max<i32>(0, smaller(TOP, found))));
  }
}

function pack(to: usize): void {
  for (let half: usize = 0; half < 2; half += 1) {
    for (let i: usize = 0; i < 32; i += 16) {
      const p = LEVEL_BYTES + half * 128 + i;
      const low = v128.or(v128.load(p), i16x8.shl(v128.load(p, 32), 2));
      const high = v128.or(i16x8.shl(v128.load(p, 64), 4), i16x8.shl(v128.load(p, 96), 6));
      v128.store(to + 16 + half * 32 + i, v128.or(low, high));
    }
  }
}

function scaleAndLevel(values: usize, to: usize): void {
  let maxScale: f32 = 0;
  let maxMin: f32 = 0;
  for (let j: usize = 0; j < 16; j += 1) {
    const scale = load<f32>(ofSubBlock(SCALES, j));
    if (scale > maxScale) maxScale = scale;
    const min = load<f32>(ofSubBlock(MINS, j));
    if (min > maxMin) maxMin = min;
  }
  const byScale: f32 = maxScale > 0 ? <f32>15 / maxScale : 0;
  const byMin: f32 = maxMin > 0 ? <f32>15 / maxMin : 0;
  const halfScale = maxScale > 0 ? toHalf(maxScale / <f32>15) : 0;
  const halfMin = maxMin > 0 ? toHalf(maxMin / <f32>15) : 0;
  store<u16>(to, u16(halfScale), 80);
  store<u16>(to, u16(halfMin), 82);
  const d = fromHalf(halfScale);
  const dmin = fromHalf(halfMin);
  for (let j: usize = 0; j < 16; j += 1) {
    let both: u32 = maxScale > 0 ? u32(nearestInt(byScale * load<f32>(ofSubBlock(SCALES, j)))) & 255 : 0;
    if (maxMin > 0) both |= (u32(nearestInt(byMin * load<f32>(ofSubBlock(MINS, j)))) << 4) & 255;
    store<u8>(to + j, u8(both));
    level(values + j * 64, j, d * f32(both & 15), dmin * f32(both >> 4));
  }
}

function scaleAndLevelByImportance(values: usize, to: usize): void {
  for (let j: usize = 0; j < 16; j += 1) {
    store<f32>(ALL_SCALES + j * 4, load<f32>(ofSubBlock(SCALES, j)));
    store<f32>(ALL_MINS + j * 4, load<f32>(ofSubBlock(MINS, j)));
    store<f32>(ALL_WEIGHTS + j * 4, load<f32>(ofSubBlock(SUM_WEIGHTS, j)));
  }
  const halfScale = toHalf(fitPositive(ALL_SCALES, ALL_WEIGHTS, 16, 15, SCALE_LEVELS));
  const halfMin = toHalf(fitPositive(ALL_MINS, ALL_WEIGHTS, 16, 15, MIN_LEVELS));
  store<u16>(to, u16(halfScale), 80);
  store<u16>(to, u16(halfMin), 82);
  const d = fromHalf(halfScale);
  const dmin = fromHalf(halfMin);
  for (let j: usize = 0; j < 16; j += 1) {
    const both = u32(u8(load<u8>(SCALE_LEVELS + j) | (load<u8>(MIN_LEVELS + j) << 4)));
    store<u8>(to + j, u8(both));
    level(values + j * 64, j, d * f32(both & 15), dmin * f32(both >> 4));
  }
}

function superBlock(values: usize, to: usize): void {
  load8(values, 0, 0, 0);
  load8(values + 512, SECOND, 0, 0);
  search(SIZE, TOP, -0.5, 0.1, 15, ABSOLUTES);
  scaleAndLevel(values, to);
  pack(to);
}

/** `count` super-blocks of float32. */
export function encodeQ2K(values: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 1) superBlock(values + i * 1024, to + i * BYTES);
}

/** `count` super-blocks of bfloat16. */
export function encodeQ2KOfBf16(values: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 1) superBlock(widen(values + i * 512, 0), to + i * BYTES);
}

/** `count` super-blocks of float32, whose columns' importance repeats after `width` super-blocks. */
export function encodeQ2KByImportance(values: usize, to: usize, count: usize, importance: usize, width: usize): void {
  for (let i: usize = 0; i < count; i += 1) {
    const from = values + i * 1024;
    const by = importance + (i % width) * 1024;
    const variance = sumOfSquares(from, 256) / <f32>256;
    load8(from, 0, by, variance);
    load8(from + 512, SECOND, by + 512, variance);
    search(SIZE, TOP, -0.9, 0.05, 36, SQUARES);
    scaleAndLevelByImportance(from, to + i * BYTES);
    pack(to + i * BYTES);
  }
}
