import type { ConversionProgress } from '../convert/conversion-protocol.ts';

/**
 * By the mean speed so far of what this run makes itself: what an earlier one has written is only read back, much
 * faster. Null until a fiftieth is done, since the first figures mislead.
 */
export function estimateSecondsLeft(
  { bytesDone, bytesTotal, resumedBytes }: Omit<ConversionProgress, 'phase'>,
  elapsedMs: number,
): number | null {
  const made = bytesDone - resumedBytes;
  if (made <= 0 || made < (bytesTotal - resumedBytes) / 50) return null;
  return ((bytesTotal - bytesDone) * elapsedMs) / made / 1000;
}
