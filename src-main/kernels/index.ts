/**
 * Kernels that quantize weights to exactly the bytes of ggml's reference on x86-64, with four sub-blocks per vector of
 * WebAssembly SIMD. The language is AssemblyScript; `scripts/build-kernels.mjs` compiles it.
 *
 * @see ggml-org/ggml src/ggml-quants.c, `quantize_row_*_ref` and `quantize_row_*_impl`
 */
import { setUpIq4 } from './iq4-search';
import { setUpQ6K } from './q6-k';
import { setUpRounding } from './rounding';

export { areFiniteBf16, areFiniteF32 } from './finite';
export { encodeIq4Nl, encodeIq4NlByImportance, encodeIq4NlOfBf16 } from './iq4-nl';
export { encodeIq4Xs, encodeIq4XsByImportance, encodeIq4XsOfBf16 } from './iq4-xs';
export { encodeQ2K, encodeQ2KByImportance, encodeQ2KOfBf16 } from './q2-k';
export { encodeQ4K, encodeQ4KByImportance, encodeQ4KOfBf16 } from './q4-k';
export { encodeQ5K, encodeQ5KByImportance, encodeQ5KOfBf16 } from './q5-k';
export { encodeQ6K, encodeQ6KByImportance, encodeQ6KOfBf16 } from './q6-k';

/** Must be called once, before all other functions. */
export function setUp(): void {
  setUpRounding();
  setUpQ6K();
  setUpIq4();
}
