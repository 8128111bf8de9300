/**
 * Q3_K: super-blocks of 256 weights in 110 bytes: the third bit of each weight, two bits of each, sixteen scales of 6 bits,
 * d. A weight is `d * (scale - 32) * (level - 4)`. Sixteen sub-blocks of 16 weights are searched in four groups of four
 * lanes.
 */
import { sumOfSquares } from './error-weights';
import { REFINED, REFINED_PAIR, refine } from './q3-refinement';
import { SCALE_LEVELS, SCALE_WEIGHTS, searchScales } from './q3-scales';
import { clamped, fromHalf, nearestInt, nearestInts, smaller, toHalf } from './rounding';
import { LEVEL_BYTES } from './scratch';
import { Q_FLAT, Q_INVERSE, Q_SCALES, Q_VALUES, Q_WEIGHTS, searchSymmetric, TO_4 } from './symmetric-search';
import { transpose16, widen } from './transpose';

const BYTES: usize = 110;
const LOW_BITS: usize = 32;
const SCALE_BYTES: usize = 96;
const D: usize = 108;

/** Without importance: the scale of the largest magnitude becomes -32. Returns d in half precision. */
function quantizeScales(): u32 {
  let size: f32 = 0;
  let largest: f32 = 0;
  for (let j: usize = 0; j < 64; j += 4) {
    const scale = load<f32>(j, Q_SCALES);
    if (abs<f32>(scale) > size) {
      size = abs<f32>(scale);
      largest = scale;
    }
  }
  if (largest == 0) {
    memory.fill(SCALE_LEVELS, 0, 16);
    return 0;
  }
  const inverse = <f32>-32 / largest;
  for (let j: usize = 0; j < 16; j += 1) {
    // ggml cuts to 8 bits first.
    const found = i32(i8(nearestInt(inverse * load<f32>(Q_SCALES + j * 4))));
    store<u8>(SCALE_LEVELS + j, u8(max<i32>(-32, smaller(31, found)) + 32));
  }
  return toHalf(<f32>1 / inverse);
}

/** With importance, four sub-blocks: the error of a weight counts by its own size and that of all. */
function searchByImportance(values: usize, importance: usize, group: usize, variance: f32): void {
  transpose16(values, Q_VALUES, 16);
  transpose16(importance, Q_WEIGHTS, 16);
  const variances = f32x4.splat(variance);
  let sum = f32x4.splat(0);
  for (let i: usize = 0; i < 256; i += 16) {
    const x = v128.load(i, Q_VALUES);
    const w = f32x4.mul(v128.load(i, Q_WEIGHTS), f32x4.sqrt(f32x4.add(variances, f32x4.mul(x, x))));
    v128.store(i, w, Q_WEIGHTS);
    sum = f32x4.add(sum, w);
  }
  v128.store(group, sum, SCALE_WEIGHTS);
  searchSymmetric(group, 256, true, TO_4);
}

// inline
function raised(quotients: v128): v128 {
  return i32x4.add(clamped(nearestInts(quotients), -4, 3), i32x4.splat(4));
}

/** The levels of sub-block `j`, one byte each, for its final scale. */
function level(values: usize, j: usize, d: f32): void {
  const to = LEVEL_BYTES + j * 16;
  const from = values + j * 64;
  const divisor = f32x4.splat(d);
  const a = raised(f32x4.div(v128.load(from), divisor));
  const b = raised(f32x4.div(v128.load(from, 16), divisor));
  const c = raised(f32x4.div(v128.load(from, 32), divisor));
  const e = raised(f32x4.div(v128.load(from, 48), divisor));
  v128.store(to, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, e)));
}

/** Where the final scale is 0, ggml keeps the levels of the search. */
function levelOfSearch(values: usize, j: usize, isWeighted: bool): void {
  const to = LEVEL_BYTES + j * 16;
  if (!isWeighted) {
    const from = REFINED + (j >> 3) * REFINED_PAIR + (j & 7) * 4;
    for (let i: usize = 0; i < 16; i += 1) store<u8>(to + i, u8(i32(load<f32>(from + i * 32)) + 4));
    return;
  }
  if (load<i32>(Q_FLAT + j * 4)) {
    memory.fill(to, 0, 16);
    return;
  }
  const inverse = load<f32>(Q_INVERSE + j * 4);
  for (let i: usize = 0; i < 16; i += 1) {
    const found = nearestInt(inverse * load<f32>(values + j * 64 + i * 4));
    store<u8>(to + i, u8(max<i32>(-4, smaller(3, found)) + 4));
  }
}

function packScales(to: usize): void {
  memory.fill(to, 0, 12);
  for (let j: usize = 0; j < 16; j += 1) {
    const l = load<u8>(SCALE_LEVELS + j);
    const low = to + (j & 7);
    store<u8>(low, load<u8>(low) | ((l & 15) << (j < 8 ? 0 : 4)));
    const high = to + 8 + (j & 3);
    store<u8>(high, load<u8>(high) | ((l >> 4) << u8(2 * (j >> 2))));
  }
}

function packLevels(to: usize): void {
  const four = i8x16.splat(4);
  const two = i8x16.splat(3);
  for (let i: usize = 0; i < 32; i += 16) {
    let third = i8x16.splat(0);
    for (let bit = 0; bit < 8; bit += 1) {
      const isSet = v128.and(v128.load(LEVEL_BYTES + i + usize(bit) * 32), four);
      third = v128.or(third, i8x16.shl(i8x16.shr_u(isSet, 2), bit));
    }
    v128.store(to + i, third);
    for (let half: usize = 0; half < 2; half += 1) {
      const from = LEVEL_BYTES + half * 128 + i;
      const ab = v128.or(v128.and(v128.load(from), two), i16x8.shl(v128.and(v128.load(from, 32), two), 2));
      const ce = v128.or(
        i16x8.shl(v128.and(v128.load(from, 64), two), 4),
        i16x8.shl(v128.and(v128.load(from, 96), two), 6),
      );
      v128.store(to + half * 32 + i, v128.or(ab, ce), LOW_BITS);
    }
  }
}

function superBlock(values: usize, to: usize, importance: usize): void {
  const variance: f32 = importance ? (<f32>2 * sumOfSquares(values, 256)) / 256 : 0;
  if (importance) {
    for (let group: usize = 0; group < 4; group += 1) {
      searchByImportance(values + group * 256, importance + group * 256, group * 16, variance);
    }
  } else {
    refine(values, 0);
    refine(values + 512, 1);
  }
  const half = importance ? toHalf(searchScales()) : quantizeScales();
  store<u16>(to, u16(half), D);
  packScales(to + SCALE_BYTES);
  const d = fromHalf(half);
  for (let j: usize = 0; j < 16; j += 1) {
    const scale = d * f32(i32(load<u8>(SCALE_LEVELS + j)) - 32);
    if (scale != 0) level(values, j, scale);
    else levelOfSearch(values, j, importance != 0);
  }
  packLevels(to);
}

/** `count` super-blocks of float32. */
export function encodeQ3K(values: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 1) superBlock(values + i * 1024, to + i * BYTES, 0);
}

/** `count` super-blocks of bfloat16. */
export function encodeQ3KOfBf16(values: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 1) superBlock(widen(values + i * 512, 0), to + i * BYTES, 0);
}

/** `count` super-blocks of float32, whose columns' importance repeats after `width` super-blocks. */
export function encodeQ3KByImportance(values: usize, to: usize, count: usize, importance: usize, width: usize): void {
  for (let i: usize = 0; i < count; i += 1) {
    superBlock(values + i * 1024, to + i * BYTES, importance + (i % width) * 1024);
  }
}
