import type { ConversionProgress } from '../convert/conversion-protocol.ts';

/** Progress with the time since some moment. */
type TimedProgress = Omit<ConversionProgress, 'phase'> & { readonly elapsedMs: number };

/**
 * Answers for each progress of one conversion how many seconds are left. The time counts from the first converted rows,
 * because what comes before takes seconds and makes nothing.
 *
 * @param elapsedMs - answers the time since some moment
 */
export function secondsLeftEstimator(elapsedMs: () => number): (progress: ConversionProgress) => number | null {
  let first: TimedProgress | null = null;
  return (progress) => {
    const now = { ...progress, elapsedMs: elapsedMs() };
    if (progress.phase === 'converting') first ??= now;
    return first && estimate(first, now);
  };
}

/**
 * Estimates from the mean speed since `first`; parts that an earlier run wrote are only read back, which is much faster.
 * Null until a fiftieth is done, because the first figures mislead, and at the end, when only checks are left.
 */
function estimate(first: TimedProgress, now: TimedProgress): number | null {
  const made = madeBytes(now) - madeBytes(first);
  const left = now.bytesTotal - now.bytesDone;
  if (made <= 0 || left <= 0 || made < (made + left) / 50) return null;
  return (left * (now.elapsedMs - first.elapsedMs)) / made / 1000;
}

function madeBytes({ bytesDone, resumedBytes }: TimedProgress): number {
  return bytesDone - resumedBytes;
}
