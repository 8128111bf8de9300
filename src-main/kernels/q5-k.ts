/** Q5_K: super-blocks of 256 weights in 176 bytes: d, dmin, twelve bytes of scales, the fifth bits, four bits for each weight. */
import { scaleAndLevel, scaleAndLevelByImportance, searchPair, searchPairByImportance } from './affine-block';
import { LEVEL_BYTES, SECOND } from './scratch';
import { widen } from './transpose';

const BYTES: usize = 176;
const TOP = 31;

/** Bit j of the 32 bytes at 16 is the fifth bit of sub-block j; the other four are as in Q4_K. */
function pack(to: usize): void {
  let high0 = i32x4.splat(0);
  let high1 = i32x4.splat(0);
  const fifth = i8x16.splat(16);
  for (let j: usize = 0; j < 8; j += 1) {
    const one = i8x16.splat(i8(1 << u8(j)));
    const levels0 = v128.load(LEVEL_BYTES + j * 32);
    const levels1 = v128.load(LEVEL_BYTES + j * 32, 16);
    high0 = v128.or(high0, v128.and(i8x16.eq(v128.and(levels0, fifth), fifth), one));
    high1 = v128.or(high1, v128.and(i8x16.eq(v128.and(levels1, fifth), fifth), one));
  }
  v128.store(to, high0, 16);
  v128.store(to, high1, 32);
  const four = i8x16.splat(15);
  for (let j: usize = 0; j < 4; j += 1) {
    for (let i: usize = 0; i < 32; i += 16) {
      const low = v128.and(v128.load(LEVEL_BYTES + j * 64 + i), four);
      const high = v128.and(v128.load(LEVEL_BYTES + j * 64 + i, 32), four);
      v128.store(to + 48 + j * 32 + i, v128.or(low, i16x8.shl(high, 4)));
    }
  }
}

function pair(values0: usize, values1: usize, to0: usize, to1: usize): void {
  searchPair(values0, values1, TOP, -0.5, 0.1, 15);
  scaleAndLevel(0, values0, to0, TOP);
  pack(to0);
  if (to1 == to0) return;
  scaleAndLevel(SECOND, values1, to1, TOP);
  pack(to1);
}

/** `count` super-blocks of float32. */
export function encodeQ5K(values: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 2) {
    const j = i + 1 < count ? i + 1 : i;
    pair(values + i * 1024, values + j * 1024, to + i * BYTES, to + j * BYTES);
  }
}

/** `count` super-blocks of bfloat16. */
export function encodeQ5KOfBf16(values: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 2) {
    const j = i + 1 < count ? i + 1 : i;
    pair(widen(values + i * 512, 0), widen(values + j * 512, SECOND), to + i * BYTES, to + j * BYTES);
  }
}

/** `count` super-blocks of float32, whose columns' importance repeats after `width` super-blocks. */
export function encodeQ5KByImportance(values: usize, to: usize, count: usize, importance: usize, width: usize): void {
  for (let i: usize = 0; i < count; i += 2) {
    const j = i + 1 < count ? i + 1 : i;
    const values0 = values + i * 1024;
    const values1 = values + j * 1024;
    searchPairByImportance(values0, values1, TOP, importance + (i % width) * 1024, importance + (j % width) * 1024);
    scaleAndLevelByImportance(0, values0, to + i * BYTES, TOP);
    pack(to + i * BYTES);
    if (i == j) return;
    scaleAndLevelByImportance(SECOND, values1, to + j * BYTES, TOP);
    pack(to + j * BYTES);
  }
}
