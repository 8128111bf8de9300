import { SarviError } from '#contract/errors';

/**
 * A process may have died unseen since the last request, or be ended by the system just when this one came: what has
 * not begun yet is tried once more, with a new process. Work that ends the process by itself fails the second time.
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
