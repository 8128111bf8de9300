/** Q4_K: super-blocks of 256 weights in 144 bytes: d, dmin, twelve bytes of scales, 4 bits for each weight. */
import { scaleAndLevel, scaleAndLevelByImportance, searchPair, searchPairByImportance } from './affine-block';
import { LEVEL_BYTES, SECOND } from './scratch';
import { widen } from './transpose';

const BYTES: usize = 144;
const TOP = 15;

/** The levels of two sub-blocks share 32 bytes: the first has the low four bits. */
function pack(to: usize): void {
  for (let j: usize = 0; j < 4; j += 1) {
    for (let i: usize = 0; i < 32; i += 16) {
      const low = v128.load(LEVEL_BYTES + j * 64 + i);
      const high = v128.load(LEVEL_BYTES + j * 64 + i, 32);
      v128.store(to + 16 + j * 32 + i, v128.or(low, i16x8.shl(high, 4)));
    }
  }
}

function pair(values0: usize, values1: usize, to0: usize, to1: usize): void {
  searchPair(values0, values1, TOP, -1, 0.1, 20);
  scaleAndLevel(0, values0, to0, TOP);
  pack(to0);
  if (to1 == to0) return;
  scaleAndLevel(SECOND, values1, to1, TOP);
  pack(to1);
}

/** `count` super-blocks of float32. */
export function encodeQ4K(values: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 2) {
    const j = i + 1 < count ? i + 1 : i;
    pair(values + i * 1024, values + j * 1024, to + i * BYTES, to + j * BYTES);
  }
}

/** `count` super-blocks of bfloat16. */
export function encodeQ4KOfBf16(values: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 2) {
    const j = i + 1 < count ? i + 1 : i;
    pair(widen(values + i * 512, 0), widen(values + j * 512, SECOND), to + i * BYTES, to + j * BYTES);
  }
}

/** `count` super-blocks of float32, whose columns' importance repeats after `width` super-blocks. */
export function encodeQ4KByImportance(values: usize, to: usize, count: usize, importance: usize, width: usize): void {
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
