/** IQ4_NL: blocks of 32 weights in 18 bytes: a scale, 4 bits for each weight. Eight blocks are encoded at once. */
import { sumOfSquares } from './error-weights';
import { I_SCALES, packIq4, searchIq4 } from './iq4-search';
import { toHalf } from './rounding';
import { widen } from './transpose';

const BYTES: usize = 144;
const BLOCK_BYTES: usize = 18;

// inline
function variance(values: usize): f32 {
  return sumOfSquares(values, 32) * (<f32>2 / <f32>32);
}

/** The variances of four blocks. */
function variances(values: usize): v128 {
  let found = f32x4.splat(variance(values));
  found = f32x4.replace_lane(found, 1, variance(values + 128));
  found = f32x4.replace_lane(found, 2, variance(values + 256));
  return f32x4.replace_lane(found, 3, variance(values + 384));
}

function eightBlocks(values: usize, to: usize, importance: usize): void {
  if (importance) {
    searchIq4(values, 0, importance, variances(values));
    searchIq4(values + 512, 16, importance + 512, variances(values + 512));
  } else {
    searchIq4(values, 0, 0, f32x4.splat(0));
    searchIq4(values + 512, 16, 0, f32x4.splat(0));
  }
  for (let j: usize = 0; j < 8; j += 1) {
    const scale = load<f32>(I_SCALES + j * 4);
    const block = to + j * BLOCK_BYTES;
    store<u16>(block, u16(toHalf(scale)));
    packIq4(values + j * 128, j, scale != 0 ? <f32>1 / scale : 0, block + 2);
  }
}

/** `count` times eight blocks of float32. */
export function encodeIq4Nl(values: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 1) eightBlocks(values + i * 1024, to + i * BYTES, 0);
}

/** `count` times eight blocks of bfloat16. */
export function encodeIq4NlOfBf16(values: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 1) eightBlocks(widen(values + i * 512, 0), to + i * BYTES, 0);
}

/** `count` times eight blocks of float32, whose columns' importance repeats after `width` times 256 weights. */
export function encodeIq4NlByImportance(values: usize, to: usize, count: usize, importance: usize, width: usize): void {
  for (let i: usize = 0; i < count; i += 1) {
    eightBlocks(values + i * 1024, to + i * BYTES, importance + (i % width) * 1024);
  }
}
