/**
 * Kernels that quantize weights to exactly the bytes of ggml's reference on x86-64, with four sub-blocks per vector of
 * WebAssembly SIMD. The language is AssemblyScript; `scripts/build-kernels.mjs` compiles it.
 *
 * @see ggml-org/ggml src/ggml-quants.c, `quantize_row_*_ref` and `quantize_row_*_impl`
 */
import { setUpIq4 } from './iq4-search';
import { setUpQ3Scales } from './q3-scales';
import { setUpRounding } from './rounding';
import { setUpSymmetric } from './symmetric-search';

export { areFiniteBf16, areFiniteF32 } from './finite';
export { encodeIq4Nl, encodeIq4NlByImportance, encodeIq4NlOfBf16 } from './iq4-nl';
export { encodeIq4Xs, encodeIq4XsByImportance, encodeIq4XsOfBf16 } from './iq4-xs';
export { encodeQ2K, encodeQ2KByImportance, encodeQ2KOfBf16 } from './q2-k';
export { encodeQ3K, encodeQ3KByImportance, encodeQ3KOfBf16 } from './q3-k';
export { encodeQ40ByImportance } from './q4-0';
export { encodeQ41ByImportance } from './q4-1';
export { encodeQ4K, encodeQ4KByImportance, encodeQ4KOfBf16 } from './q4-k';
export { encodeQ50ByImportance } from './q5-0';
export { encodeQ51ByImportance } from './q5-1';
export { encodeQ5K, encodeQ5KByImportance, encodeQ5KOfBf16 } from './q5-k';
export { encodeQ6K, encodeQ6KByImportance, encodeQ6KOfBf16 } from './q6-k';
export { encodeQ80, encodeQ80ByImportance, encodeQ80OfBf16 } from './q8-0';

/** Must be called once, before all other functions. */
export function setUp(): void {
  setUpRounding();
  setUpSymmetric();
  setUpQ3Scales();
  setUpIq4();
}
