/**
 * The working memory of the kernels. The addresses are fixed, so that loads use them as immediate offsets. Offsets are
 * relative to the address that a function is given: 0, or `SECOND` for the second super-block of a pair.
 *
 * Four sub-blocks are four lanes: vector n of a group has weight n of each. Two groups alternate, 32 bytes for each n,
 * so that one loop covers eight sub-blocks.
 */

/** Weights of a sub-block of Q4_K, Q5_K, IQ4_XS and IQ4_NL. */
export const SUB_BLOCK: usize = 32;

/** Transposed weights, how much the error of each counts, and the levels of the current step. */
export const VALUES: usize = 1024;
export const ERROR_WEIGHTS: usize = 2048;
export const LEVELS: usize = 3072;
/** A super-block widened from bfloat16, in its own order. */
export const WIDE: usize = 4096;
/** The levels of a super-block as bytes. */
export const LEVEL_BYTES: usize = 5120;
/** Sums of one step: levels, their squares, levels times values; or the errors. */
export const SUMS: usize = 5376;

/** The results of the search, one number for each sub-block. */
export const SCALES: usize = 5632;
export const MINS: usize = 5664;
/** The inverse scale and the minimum of the stored levels, for sub-blocks whose final scale is 0. */
export const LEVEL_INVERSE: usize = 5696;
export const LEVEL_MIN: usize = 5728;
/** All ones if all weights of a sub-block are equal. */
export const FLAT: usize = 5760;

/** Constants that V8 would otherwise build at each use. */
export const CONSTANTS: usize = 5888;

/** The state of the search: the best step so far, and the current step. */
export const MIN: usize = 7168;
export const SCALE: usize = 7200;
export const ERROR: usize = 7232;
export const KEPT_INVERSE: usize = 7264;
export const KEPT_MIN: usize = 7296;
export const STEP_MIN: usize = 7328;
export const STEP_SCALE: usize = 7360;
export const STEP_INVERSE: usize = 7392;
export const STEP_VALID: usize = 7424;
export const LOWEST: usize = 7456;
export const HIGHEST: usize = 7488;
export const SUM_WEIGHTS: usize = 7520;
export const SUM_VALUES: usize = 7552;
export const IS_FLAT: usize = 7616;

/** The start of the second super-block's scratch. */
export const SECOND: usize = 8192;
/**
 * Above both: memory that only one kernel uses. The compiler's static data begins at 20480, input and output at 65536.
 */
export const OWN: usize = 16384;
