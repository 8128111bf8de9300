import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { ONE_THREAD_BELOW_BYTES } from '../engine/thread-counts.ts';

/** Fewer threads than this usually have a core each. */
const FEW = 4;

/** How many threads score a model's texts before the engine has measured which number is the fastest. */
export async function threadsFor(path: string): Promise<number> {
  const { size } = await stat(path);
  if (size < ONE_THREAD_BELOW_BYTES) return 1;
  const threads = availableParallelism();
  return threads <= FEW ? threads : Math.ceil(threads / 2);
}
