/** The build replaces these names by 16 or 32 times the number of the repetition. */
declare const $16i: usize;
declare const $32i: usize;
