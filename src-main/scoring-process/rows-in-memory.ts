/** Limit for logits in memory; llama.cpp stores them twice, in its compute buffer and in its output. */
const LOGIT_BYTES = 128e6;
const COPIES = 2;
const MOST_ROWS = 256;
const LEAST_ROWS = 16;

/**
 * How many rows of logits may be in memory at a time.
 *
 * @param sideBySide - how many models are in memory at once
 */
export function rowsInMemory(vocabulary: number, sideBySide: number): number {
  const rows = Math.floor(LOGIT_BYTES / (sideBySide * COPIES * 4 * vocabulary * LEAST_ROWS)) * LEAST_ROWS;
  return Math.max(LEAST_ROWS, Math.min(MOST_ROWS, rows));
}
