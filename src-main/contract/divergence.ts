import type { QuantizationType } from './quantization.ts';

/**
 * Mean Kullback-Leibler divergence of the next token's probabilities from those of the F16 model, for Llama 3 8B on
 * Wikitext, without an importance matrix: how far the answers drift from the original's. Null where no such figure
 * is published; a checkpoint in BF16 or F16 loses nothing that this measure could show in F32, F16 and BF16.
 *
 * @see ggml-org/llama.cpp tools/perplexity/README.md ("LLaMA 3 8b Scoreboard", revision f364eb6f)
 */
export const DIVERGENCE: Readonly<Record<QuantizationType, number | null>> = {
  F32: 0,
  F16: 0,
  BF16: 0,
  Q8_0: 0.001355,
  Q6_K: 0.005452,
  Q5_1: 0.018045,
  Q5_K_M: 0.010762,
  Q5_K_S: 0.016595,
  Q5_0: 0.022239,
  Q4_1: 0.071683,
  Q4_K_M: 0.031273,
  Q4_K_S: 0.043136,
  // With an importance matrix 0.0357 and 0.0363, a little behind Q4_K_S with one (0.0320).
  IQ4_NL: null,
  Q4_0: 0.07194,
  IQ4_XS: null,
  Q3_K_L: 0.087176,
  Q3_K_M: 0.101913,
  Q3_K_S: 0.228217,
  Q2_K: 0.445132,
};
