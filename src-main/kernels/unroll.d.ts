/** What the build puts in the place of these names: 16 or 32 times the number of the repetition. */
declare const $16i: usize;
declare const $32i: usize;
