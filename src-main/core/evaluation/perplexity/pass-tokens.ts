/** What llama-perplexity gives to a context and to one pass, unless told otherwise. */
const BATCH_TOKENS = 2048;
const PASS_TOKENS = 512;
/** As many rows of logits are in memory at a time: 64 MB at Llama 3's vocabulary, twice. */
const MOST_PASS_TOKENS = 128;

/**
 * How many tokens of a chunk go through the model in one pass. llama-perplexity reads several chunks at once, and divides a
 * pass among them; on the processor, flash attention rounds otherwise for few tokens (under 64) than for many, which moves
 * the figures of short chunks by a thousandth. Longer passes are divided evenly, so that no part is that short.
 */
export function passTokens(contextTokens: number, chunk: number, chunks: number): number {
  const atOnce = Math.max(1, Math.floor(BATCH_TOKENS / contextTokens));
  const beside = Math.min(atOnce, chunks - Math.floor(chunk / atOnce) * atOnce);
  const tokens = Math.max(1, Math.floor(PASS_TOKENS / beside));
  return Math.ceil(tokens / Math.ceil(tokens / MOST_PASS_TOKENS));
}
