/**
 * The levels of Q3_K without importance, of eight sub-blocks of 16 weights at once: ggml's `make_q3_quants(16, 4, ..., true)`.
 * Each weight is scaled to a level. Then, up to five times, each takes the level that fits the others best. A division waits
 * for the one before, so two groups of four lanes take turns.
 */
import { clamped, nearestInts } from './rounding';
import { ERROR_WEIGHTS, LEVELS, VALUES } from './scratch';
import { Q_SCALES } from './symmetric-search';
import { transpose16 } from './transpose';

/** Vectors of both groups, 32 bytes for each of sixteen weights. */
const PRODUCTS: usize = VALUES + 512;
/** All ones if all weights of a sub-block are almost 0. */
const FLAT: usize = ERROR_WEIGHTS + 512;
const SUMS_LX: usize = ERROR_WEIGHTS + 544;
const SUMS_LL: usize = ERROR_WEIGHTS + 576;

/** The level of each weight less 4, as float32: two times sixteen vectors of both groups. */
export const REFINED: usize = LEVELS;
export const REFINED_PAIR: usize = 512;
/** More rounds change almost nothing. */
const ROUNDS: i32 = 5;

// inline
function level(values: v128): v128 {
  return f32x4.convert_i32x4_s(clamped(nearestInts(values), -4, 3));
}

/** The first levels of one group and their sums. `group` is 0 or 16. */
function scaleToLevels(levels: usize, group: usize): void {
  let size = f32x4.splat(0);
  // The weight of the largest magnitude, with its sign; the first one of equal weights.
  let largest = f32x4.splat(0);
  for (let i = group; i < 512; i += 32) {
    const x = v128.load(i, VALUES);
    const magnitude = f32x4.abs(x);
    largest = v128.bitselect(x, largest, f32x4.gt(magnitude, size));
    size = f32x4.pmax(size, magnitude);
  }
  const flat = f32x4.lt(size, f32x4.splat(1e-15));
  const inverse = f32x4.div(f32x4.splat(-4), v128.bitselect(f32x4.splat(1), largest, flat));
  let sumLX = f32x4.splat(0);
  let sumLL = f32x4.splat(0);
  for (let i = group; i < 512; i += 128) {
    // unroll 4
    {
      const x = v128.load(i, VALUES + $32i);
      const l = level(f32x4.mul(inverse, x));
      const w = f32x4.mul(x, x);
      const wx = f32x4.mul(w, x);
      v128.store(levels + i, l, $32i);
      v128.store(i, w, ERROR_WEIGHTS + $32i);
      v128.store(i, wx, PRODUCTS + $32i);
      sumLX = f32x4.add(sumLX, f32x4.mul(wx, l));
      sumLL = f32x4.add(sumLL, f32x4.mul(f32x4.mul(w, l), l));
    }
  }
  v128.store(group, flat, FLAT);
  v128.store(group, sumLX, SUMS_LX);
  v128.store(group, sumLL, SUMS_LL);
}

/** Changes levels of both groups for as long as that makes their error smaller. */
function improve(levels: usize): void {
  const zero = f32x4.splat(0);
  let sumLX0 = v128.load(SUMS_LX);
  let sumLX1 = v128.load(SUMS_LX, 16);
  let sumLL0 = v128.load(SUMS_LL);
  let sumLL1 = v128.load(SUMS_LL, 16);
  for (let round = 0; round < ROUNDS; round += 1) {
    let changed = zero;
    for (let i: usize = 0; i < 512; i += 128) {
      // unroll 4
      {
        const l0 = v128.load(levels + i, $32i);
        const l1 = v128.load(levels + i, $32i + 16);
        const restLX0 = f32x4.sub(sumLX0, f32x4.mul(v128.load(i, PRODUCTS + $32i), l0));
        const restLX1 = f32x4.sub(sumLX1, f32x4.mul(v128.load(i, PRODUCTS + $32i + 16), l1));
        const w0 = v128.load(i, ERROR_WEIGHTS + $32i);
        const w1 = v128.load(i, ERROR_WEIGHTS + $32i + 16);
        const restLL0 = f32x4.sub(sumLL0, f32x4.mul(f32x4.mul(w0, l0), l0));
        const restLL1 = f32x4.sub(sumLL1, f32x4.mul(f32x4.mul(w1, l1), l1));
        const other0 = level(f32x4.div(f32x4.mul(v128.load(i, VALUES + $32i), restLL0), restLX0));
        const other1 = level(f32x4.div(f32x4.mul(v128.load(i, VALUES + $32i + 16), restLL1), restLX1));
        const newLX0 = f32x4.add(restLX0, f32x4.mul(v128.load(i, PRODUCTS + $32i), other0));
        const newLX1 = f32x4.add(restLX1, f32x4.mul(v128.load(i, PRODUCTS + $32i + 16), other1));
        const newLL0 = f32x4.add(restLL0, f32x4.mul(f32x4.mul(w0, other0), other0));
        const newLL1 = f32x4.add(restLL1, f32x4.mul(f32x4.mul(w1, other1), other1));
        const isMore0 = f32x4.gt(
          f32x4.mul(f32x4.mul(newLX0, newLX0), sumLL0),
          f32x4.mul(f32x4.mul(sumLX0, sumLX0), newLL0),
        );
        const isMore1 = f32x4.gt(
          f32x4.mul(f32x4.mul(newLX1, newLX1), sumLL1),
          f32x4.mul(f32x4.mul(sumLX1, sumLX1), newLL1),
        );
        const isOther0 = v128.and(f32x4.gt(restLX0, zero), f32x4.ne(other0, l0));
        const isOther1 = v128.and(f32x4.gt(restLX1, zero), f32x4.ne(other1, l1));
        const better0 = v128.and(v128.and(isOther0, isMore0), f32x4.gt(newLL0, zero));
        const better1 = v128.and(v128.and(isOther1, isMore1), f32x4.gt(newLL1, zero));
        v128.store(levels + i, v128.bitselect(other0, l0, better0), $32i);
        v128.store(levels + i, v128.bitselect(other1, l1, better1), $32i + 16);
        sumLX0 = v128.bitselect(newLX0, sumLX0, better0);
        sumLX1 = v128.bitselect(newLX1, sumLX1, better1);
        sumLL0 = v128.bitselect(newLL0, sumLL0, better0);
        sumLL1 = v128.bitselect(newLL1, sumLL1, better1);
        changed = v128.or(changed, v128.or(better0, better1));
      }
    }
    // A lane without a change stays as it is in the next round, too.
    if (!v128.any_true(changed)) break;
  }
  v128.store(SUMS_LX, sumLX0);
  v128.store(SUMS_LX, sumLX1, 16);
  v128.store(SUMS_LL, sumLL0);
  v128.store(SUMS_LL, sumLL1, 16);
}

/** The scale of one group. */
function finish(levels: usize, group: usize, scales: usize): void {
  const sumLL = v128.load(group, SUMS_LL);
  const flat = v128.load(group, FLAT);
  const scale = v128.and(f32x4.div(v128.load(group, SUMS_LX), sumLL), f32x4.gt(sumLL, f32x4.splat(0)));
  v128.store(scales + group, v128.andnot(scale, flat), Q_SCALES);
  if (!v128.any_true(flat)) return;
  // ggml leaves 0 here, which stands for -4.
  for (let i = levels + group; i < levels + 512; i += 32) {
    v128.store(i, v128.bitselect(f32x4.splat(-4), v128.load(i), flat));
  }
}

/** The scales of the eight sub-blocks at `values` and their levels. `pair` is 0 or 1. */
export function refine(values: usize, pair: usize): void {
  const levels = REFINED + pair * REFINED_PAIR;
  transpose16(values, VALUES, 32);
  transpose16(values + 256, VALUES + 16, 32);
  scaleToLevels(levels, 0);
  scaleToLevels(levels, 16);
  improve(levels);
  finish(levels, 0, pair * 32);
  finish(levels, 16, pair * 32);
}
