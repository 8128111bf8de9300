import type { ConversionProgress } from '../convert/conversion-protocol.ts';

/**
 * Estimates from the mean speed of this run; parts that an earlier run wrote are only read back, which is much faster.
 * Null until a fiftieth is done, because the first figures mislead.
 */
export function estimateSecondsLeft(
  { bytesDone, bytesTotal, resumedBytes }: Omit<ConversionProgress, 'phase'>,
  elapsedMs: number,
): number | null {
  const made = bytesDone - resumedBytes;
  if (made <= 0 || made < (bytesTotal - resumedBytes) / 50) return null;
  return ((bytesTotal - bytesDone) * elapsedMs) / made / 1000;
}
