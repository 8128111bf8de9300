/**
 * Q8_0: blocks of 32 weights in 34 bytes: a scale, 8 bits for each weight. A weight is `scale * level`. Nothing is searched,
 * and importance does not matter.
 */
import { toHalf } from './rounding';
import { widen } from './transpose';

const BLOCK_BYTES: usize = 34;
const BYTES: usize = 8 * BLOCK_BYTES;

/** C's `roundf`: halves away from 0. */
// inline
function rounded(values: v128): v128 {
  const whole = f32x4.trunc(values);
  const isUp = f32x4.ge(f32x4.abs(f32x4.sub(values, whole)), f32x4.splat(0.5));
  const one = v128.or(v128.and(values, f32x4.splat(-0.0)), f32x4.splat(1));
  return i32x4.trunc_sat_f32x4_s(f32x4.add(whole, v128.and(isUp, one)));
}

// inline
function levels(from: usize, inverse: v128): v128 {
  const a = rounded(f32x4.mul(v128.load(from), inverse));
  const b = rounded(f32x4.mul(v128.load(from, 16), inverse));
  const c = rounded(f32x4.mul(v128.load(from, 32), inverse));
  const e = rounded(f32x4.mul(v128.load(from, 48), inverse));
  return i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, e));
}

function block(from: usize, to: usize): void {
  let sizes = f32x4.abs(v128.load(from));
  for (let i: usize = 16; i < 128; i += 16) sizes = f32x4.pmax(sizes, f32x4.abs(v128.load(from + i)));
  const largest = max<f32>(
    max<f32>(f32x4.extract_lane(sizes, 0), f32x4.extract_lane(sizes, 1)),
    max<f32>(f32x4.extract_lane(sizes, 2), f32x4.extract_lane(sizes, 3)),
  );
  const scale = largest / 127;
  store<u16>(to, u16(toHalf(scale)));
  // x86-64 makes 0 of what is infinite, as for a scale below 2^-128.
  const inverse = scale != 0 ? <f32>1 / scale : 0;
  const lanes = f32x4.splat(inverse == <f32>Infinity ? 0 : inverse);
  v128.store(to, levels(from, lanes), 2);
  v128.store(to, levels(from + 64, lanes), 18);
}

function eightBlocks(values: usize, to: usize): void {
  for (let j: usize = 0; j < 8; j += 1) block(values + j * 128, to + j * BLOCK_BYTES);
}

/** `count` times eight blocks of float32. */
export function encodeQ80(values: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 1) eightBlocks(values + i * 1024, to + i * BYTES);
}

/** `count` times eight blocks of bfloat16. */
export function encodeQ80OfBf16(values: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 1) eightBlocks(widen(values + i * 512, 0), to + i * BYTES);
}

/** As `encodeQ80`, with the parameters that other types have. */
export function encodeQ80ByImportance(values: usize, to: usize, count: usize, _importance: usize, _width: usize): void {
  encodeQ80(values, to, count);
}
