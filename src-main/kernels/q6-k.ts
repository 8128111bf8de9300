/**
 * Q6_K: super-blocks of 256 weights in 210 bytes: four bits, then two bits of each weight, sixteen scales of 8 bits, d. A
 * weight is `d * scale * (level - 32)`. Sixteen sub-blocks of 16 weights are searched in four groups of four lanes: ggml's
 * `make_qx_quants(16, 32, ...)`.
 */
import { clamped, fromHalf, nearestInt, nearestInts, smaller, toHalf } from './rounding';
import { LEVEL_BYTES, OWN } from './scratch';
import { transpose16, widen } from './transpose';

const BYTES: usize = 210;

/** Sixteen vectors of values, of error weights, and of their product. */
const Q_VALUES: usize = 6144;
const Q_WEIGHTS: usize = 6400;
const Q_PRODUCTS: usize = 6656;
/** A number for each of the sixteen sub-blocks. */
const Q_SCALES: usize = 6912;
const Q_INVERSE: usize = 6976;
const Q_FLAT: usize = 7040;
/** For twenty steps: the first, -9 to 9 without 0, and the last one a second time, because steps run in pairs. */
const STEPS: usize = OWN;
const INVERSES: usize = OWN + 320;
const SUMS_LX: usize = OWN + 640;
const SUMS_LL: usize = OWN + 960;
const BOUNDS: usize = OWN + 2672;

export function setUpQ6K(): void {
  for (let i = 0; i < 20; i += 1) {
    const step = i == 0 ? 0 : i < 10 ? i - 10 : i == 19 ? 9 : i - 9;
    v128.store(STEPS + usize(i) * 16, f32x4.splat(-(<f32>32 + <f32>0.1 * f32(step))));
  }
  v128.store(BOUNDS, f32x4.splat(31));
  v128.store(BOUNDS, f32x4.splat(-32), 16);
}

/** Sums w*x*l and w*l*l of a group, for the inverse scales of two steps at once. */
// inline
function sumsClamped(inverseA: v128, inverseB: v128, step: usize, low: bool, high: bool): void {
  const ceiling = v128.load(BOUNDS);
  const floor = v128.load(BOUNDS, 16);
  let sumLXA = f32x4.splat(0);
  let sumLLA = f32x4.splat(0);
  let sumLXB = f32x4.splat(0);
  let sumLLB = f32x4.splat(0);
  for (let i: usize = 0; i < 256; i += 128) {
    // unroll 8
    {
      const x = v128.load(i, Q_VALUES + $16i);
      let a = f32x4.nearest(f32x4.mul(inverseA, x));
      let b = f32x4.nearest(f32x4.mul(inverseB, x));
      if (high) a = f32x4.pmin(a, ceiling);
      if (high) b = f32x4.pmin(b, ceiling);
      if (low) a = f32x4.pmax(a, floor);
      if (low) b = f32x4.pmax(b, floor);
      const wx = v128.load(i, Q_PRODUCTS + $16i);
      sumLXA = f32x4.add(sumLXA, f32x4.mul(wx, a));
      sumLXB = f32x4.add(sumLXB, f32x4.mul(wx, b));
      const w = v128.load(i, Q_WEIGHTS + $16i);
      sumLLA = f32x4.add(sumLLA, f32x4.mul(f32x4.mul(w, a), a));
      sumLLB = f32x4.add(sumLLB, f32x4.mul(f32x4.mul(w, b), b));
    }
  }
  v128.store(step, sumLXA, SUMS_LX);
  v128.store(step, sumLLA, SUMS_LL);
  v128.store(step, sumLXB, SUMS_LX + 16);
  v128.store(step, sumLLB, SUMS_LL + 16);
}

function sumsAsTheyAre(inverseA: v128, inverseB: v128, step: usize): void {
  sumsClamped(inverseA, inverseB, step, false, false);
}

function sumsBelowTop(inverseA: v128, inverseB: v128, step: usize): void {
  sumsClamped(inverseA, inverseB, step, false, true);
}

function sumsWithin(inverseA: v128, inverseB: v128, step: usize): void {
  sumsClamped(inverseA, inverseB, step, true, true);
}

/**
 * The scales of the four sub-blocks at `values`. `group` is 16 times the group's number; `importance` is 0 for none.
 */
function search(values: usize, group: usize, importance: usize): void {
  transpose16(values, Q_VALUES, 16);
  if (importance) transpose16(importance, Q_WEIGHTS, 16);
  let size = f32x4.splat(0);
  // The weight of the largest magnitude, with its sign; the first one of equal weights.
  let largest = f32x4.splat(0);
  for (let i: usize = 0; i < 256; i += 64) {
    // unroll 4
    {
      const x = v128.load(i, Q_VALUES + $16i);
      const magnitude = f32x4.abs(x);
      const isLarger = f32x4.gt(magnitude, size);
      size = f32x4.pmax(size, magnitude);
      largest = v128.bitselect(x, largest, isLarger);
      const w = importance ? v128.load(i, Q_WEIGHTS + $16i) : f32x4.mul(x, x);
      v128.store(i, w, Q_WEIGHTS + $16i);
      v128.store(i, f32x4.mul(w, x), Q_PRODUCTS + $16i);
    }
  }
  const flat = f32x4.lt(size, f32x4.splat(1e-15));
  largest = v128.bitselect(f32x4.splat(1), largest, flat);
  // All sums are computed first, so that none waits for the result of another. A step scales the largest weight to its
  // own number (31.1 to 32.9), and the other weights are smaller: below 31.5 no level needs a clamp, below 32.5 only
  // those at the top.
  for (let pair: usize = 0; pair < 320; pair += 32) {
    const inverseA = f32x4.div(v128.load(pair, STEPS), largest);
    const inverseB = f32x4.div(v128.load(pair, STEPS + 16), largest);
    v128.store(pair, inverseA, INVERSES);
    v128.store(pair, inverseB, INVERSES + 16);
    if (pair == 32) sumsAsTheyAre(inverseA, inverseB, pair);
    else if (pair < 224) sumsBelowTop(inverseA, inverseB, pair);
    else sumsWithin(inverseA, inverseB, pair);
  }
  const zero = f32x4.splat(0);
  const firstLX = v128.load(SUMS_LX);
  const firstLL = v128.load(SUMS_LL);
  let scale = v128.andnot(f32x4.div(firstLX, firstLL), f32x4.eq(firstLL, zero));
  let best = f32x4.mul(scale, firstLX);
  let kept = v128.load(INVERSES);
  for (let step: usize = 16; step < 304; step += 16) {
    const sumLX = v128.load(step, SUMS_LX);
    const sumLL = v128.load(step, SUMS_LL);
    const isMore = f32x4.gt(f32x4.mul(sumLX, sumLX), f32x4.mul(best, sumLL));
    const better = v128.and(f32x4.gt(sumLL, zero), isMore);
    const ratio = f32x4.div(sumLX, sumLL);
    scale = v128.bitselect(ratio, scale, better);
    best = v128.bitselect(f32x4.mul(ratio, sumLX), best, better);
    kept = v128.bitselect(v128.load(step, INVERSES), kept, better);
  }
  v128.store(group, v128.andnot(scale, flat), Q_SCALES);
  v128.store(group, kept, Q_INVERSE);
  v128.store(group, flat, Q_FLAT);
}

// inline
function raised(quotients: v128): v128 {
  return i32x4.add(clamped(nearestInts(quotients), -32, 31), i32x4.splat(32));
}

/** The levels of sub-block `j`, one byte each. */
function level(values: usize, j: usize, d: f32): void {
  const to = LEVEL_BYTES + j * 16;
  const from = values + j * 64;
  if (d != 0) {
    const divisor = f32x4.splat(d);
    const a = raised(f32x4.div(v128.load(from), divisor));
    const b = raised(f32x4.div(v128.load(from, 16), divisor));
    const c = raised(f32x4.div(v128.load(from, 32), divisor));
    const e = raised(f32x4.div(v128.load(from, 48), divisor));
    v128.store(to, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, e)));
    return;
  }
  // ggml uses the levels of the search here.
  if (load<i32>(Q_FLAT + j * 4)) {
    memory.fill(to, 0, 16);
    return;
  }
  const inverse = load<f32>(Q_INVERSE + j * 4);
  for (let i: usize = 0; i < 16; i += 1) {
    const found = nearestInt(inverse * load<f32>(from + i * 4));
    store<u8>(to + i, u8(max<i32>(-32, smaller(31, found)) + 32));
  }
}

function pack(to: usize): void {
  const four = i8x16.splat(15);
  const two = i8x16.splat(3);
  for (let half: usize = 0; half < 2; half += 1) {
    for (let i: usize = 0; i < 32; i += 16) {
      const from = LEVEL_BYTES + half * 128 + i;
      const a = v128.load(from);
      const b = v128.load(from, 32);
      const c = v128.load(from, 64);
      const e = v128.load(from, 96);
      v128.store(to + half * 64 + i, v128.or(v128.and(a, four), i16x8.shl(v128.and(c, four), 4)));
      v128.store(to + half * 64 + i, v128.or(v128.and(b, four), i16x8.shl(v128.and(e, four), 4)), 32);
      const ab = v128.or(v128.and(i16x8.shr_u(a, 4), two), i16x8.shl(v128.and(i16x8.shr_u(b, 4), two), 2));
      const ce = v128.or(
        i16x8.shl(v128.and(i16x8.shr_u(c, 4), two), 4),
        i16x8.shl(v128.and(i16x8.shr_u(e, 4), two), 6),
      );
      v128.store(to + 128 + half * 32 + i, v128.or(ab, ce));
    }
  }
}

function superBlock(values: usize, to: usize, importance: usize): void {
  for (let group: usize = 0; group < 4; group += 1) {
    search(values + group * 256, group * 16, importance ? importance + group * 256 : 0);
  }
  let largest: f32 = 0;
  let size: f32 = 0;
  for (let j: usize = 0; j < 16; j += 1) {
    const scale = load<f32>(Q_SCALES + j * 4);
    if (abs<f32>(scale) > size) {
      size = abs<f32>(scale);
      largest = scale;
    }
  }
  if (size < <f32>1e-15) {
    memory.fill(to, 0, BYTES);
    return;
  }
  const inverse = <f32>-128 / largest;
  const half = toHalf(<f32>1 / inverse);
  const d = fromHalf(half);
  store<u16>(to, u16(half), 208);
  for (let j: usize = 0; j < 16; j += 1) {
    const scale = i8(smaller(127, nearestInt(inverse * load<f32>(Q_SCALES + j * 4))));
    store<i8>(to + j, scale, 192);
    level(values, j, d * f32(scale));
  }
  pack(to);
}

/** `count` super-blocks of float32. */
export function encodeQ6K(values: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 1) superBlock(values + i * 1024, to + i * BYTES, 0);
}

/** `count` super-blocks of bfloat16. */
export function encodeQ6KOfBf16(values: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 1) superBlock(widen(values + i * 512, 0), to + i * BYTES, 0);
}

/** `count` super-blocks of float32, whose columns' importance repeats after `width` super-blocks. */
export function encodeQ6KByImportance(values: usize, to: usize, count: usize, importance: usize, width: usize): void {
  for (let i: usize = 0; i < count; i += 1) {
    superBlock(values + i * 1024, to + i * BYTES, importance + (i % width) * 1024);
  }
}
