import { SUB_BLOCK, WIDE } from './scratch';

/** Turns four vectors of one sub-block each into four vectors of one weight of each sub-block, `stride` bytes apart. */
// inline
function transpose4(a: v128, b: v128, c: v128, d: v128, to: usize, stride: usize): void {
  const ab0 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(ab0, cd0, 0, 2));
  v128.store(to + stride, v128.shuffle<i64>(ab0, cd0, 1, 3));
  v128.store(to + 2 * stride, v128.shuffle<i64>(ab1, cd1, 0, 2));
  v128.store(to + 3 * stride, v128.shuffle<i64>(ab1, cd1, 1, 3));
}

/** Writes four sub-blocks of 32 floats at `from` as vectors `stride` bytes apart. */
export function transpose32(from: usize, to: usize, stride: usize): void {
  for (let i: usize = 0; i < SUB_BLOCK; i += 4) {
    const p = from + i * 4;
    transpose4(v128.load(p), v128.load(p, 128), v128.load(p, 256), v128.load(p, 384), to + i * stride, stride);
  }
}

/** Writes four sub-blocks of 16 floats at `from` as vectors `stride` bytes apart. */
export function transpose16(from: usize, to: usize, stride: usize): void {
  for (let i: usize = 0; i < 16; i += 4) {
    const p = from + i * 4;
    transpose4(v128.load(p), v128.load(p, 64), v128.load(p, 128), v128.load(p, 192), to + i * stride, stride);
  }
}

/** Writes 256 bfloat16 as float32 to the scratch at `base`; returns their address. */
export function widen(from: usize, base: usize): usize {
  const to = base + WIDE;
  for (let i: usize = 0; i < 512; i += 16) {
    const halves = v128.load(from + i);
    v128.store(to + i * 2, i32x4.shl(i32x4.extend_low_i16x8_u(halves), 16));
    v128.store(to + i * 2, i32x4.shl(i32x4.extend_high_i16x8_u(halves), 16), 16);
  }
  return to;
}
