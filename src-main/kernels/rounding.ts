/** Rounding that equals ggml's bit for bit. */
import { CONSTANTS } from './scratch';

/** 1.5 * 2^23: after its addition the low bits are the nearest whole number. */
const MAGIC: f32 = 12582912.0;
const C_MASK: usize = 16;
const C_HALF: usize = 32;

/** Beyond this limit `nearest_int` differs from rounding. */
export const NEAREST_LIMIT: f32 = 4194303;

export function setUpRounding(): void {
  v128.store(CONSTANTS, f32x4.splat(MAGIC));
  v128.store(CONSTANTS, i32x4.splat(0x007fffff), C_MASK);
  v128.store(CONSTANTS, i32x4.splat(0x00400000), C_HALF);
}

/** ggml's `nearest_int`, for any number. */
// inline
export function nearestInts(values: v128): v128 {
  const bits = v128.and(f32x4.add(values, v128.load(CONSTANTS)), v128.load(CONSTANTS, C_MASK));
  return i32x4.sub(bits, v128.load(CONSTANTS, C_HALF));
}

// inline
export function nearestInt(value: f32): i32 {
  return (reinterpret<i32>(value + MAGIC) & 0x007fffff) - 0x00400000;
}

// inline
export function clamped(values: v128, lowest: i32, highest: i32): v128 {
  return i32x4.max_s(i32x4.splat(lowest), i32x4.min_s(i32x4.splat(highest), values));
}

// inline
export function smaller(a: i32, b: i32): i32 {
  return a < b ? a : b;
}

/** The nearest half-precision number, ties to even; NaN becomes 0x7e00. */
export function toHalf(value: f32): u32 {
  let base = abs<f32>(value) * reinterpret<f32>(0x77800000) * reinterpret<f32>(0x08800000);
  const bits = reinterpret<u32>(value);
  const withoutSign = bits + bits;
  let bias = withoutSign & 0xff000000;
  if (bias < 0x71000000) bias = 0x71000000;
  base = reinterpret<f32>((bias >> 1) + 0x07800000) + base;
  const rounded = reinterpret<u32>(base);
  const magnitude = ((rounded >> 13) & 0x7c00) + (rounded & 0x0fff);
  return ((bits & 0x80000000) >> 16) | (withoutSign > 0xff000000 ? 0x7e00 : magnitude);
}

export function fromHalf(half: u32): f32 {
  const bits = half << 16;
  const withoutSign = bits + bits;
  const normal = reinterpret<f32>((withoutSign >> 4) + (0xe0 << 23)) * reinterpret<f32>(0x07800000);
  const subnormal = reinterpret<f32>((withoutSign >> 17) | (126 << 23)) - 0.5;
  const magnitude = withoutSign < 1 << 27 ? reinterpret<u32>(subnormal) : reinterpret<u32>(normal);
  return reinterpret<f32>((bits & 0x80000000) | magnitude);
}
