import { SarviError } from '#contract/errors';

/**
 * Tries work once more with a new process when the process died before the work began: it may have died unnoticed since
 * the last request. Work that kills the process itself fails the second time.
 */
export async function retryAfterDeath<Value>(work: () => Promise<Value>, mayRetry: () => boolean): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!mayRetry() || !isDeath(error)) throw error;
    return await work();
  }
}

function isDeath(error: unknown): boolean {
  return error instanceof SarviError && (error.code === 'engine-crashed' || isDeath(error.cause));
}
