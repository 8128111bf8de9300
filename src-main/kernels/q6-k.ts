/**
 * Q6_K: super-blocks of 256 weights in 210 bytes: four bits, then two bits of each weight, sixteen scales of 8 bits, d. A
 * weight is `d * scale * (level - 32)`. Sixteen sub-blocks of 16 weights are searched in four groups of four lanes: ggml's
 * `make_qx_quants(16, 32, ...)`.
 */
import { clamped, fromHalf, nearestInt, nearestInts, smaller, toHalf } from './rounding';
import { LEVEL_BYTES } from './scratch';
import { Q_FLAT, Q_INVERSE, Q_SCALES, Q_VALUES, Q_WEIGHTS, searchSymmetric, TO_32 } from './symmetric-search';
import { transpose16, widen } from './transpose';

const BYTES: usize = 210;

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
    transpose16(values + group * 256, Q_VALUES, 16);
    if (importance) transpose16(importance + group * 256, Q_WEIGHTS, 16);
    searchSymmetric(group * 16, 256, importance != 0, TO_32);
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
