/** Whether all numbers are finite: a number that is not has all bits of its exponent set. */

/** @param count - of bfloat16 numbers, a multiple of 8 */
export function areFiniteBf16(values: usize, count: usize): bool {
  const exponent = i16x8.splat(0x7f80);
  let found = i16x8.splat(0);
  for (let i: usize = 0; i < count * 2; i += 16) {
    found = v128.or(found, i16x8.eq(v128.and(v128.load(values + i), exponent), exponent));
  }
  return !v128.any_true(found);
}

/** @param count - of float32 numbers, a multiple of 4 */
export function areFiniteF32(values: usize, count: usize): bool {
  const exponent = i32x4.splat(0x7f800000);
  let found = i32x4.splat(0);
  for (let i: usize = 0; i < count * 4; i += 16) {
    found = v128.or(found, i32x4.eq(v128.and(v128.load(values + i), exponent), exponent));
  }
  return !v128.any_true(found);
}
