import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { ONE_THREAD_BELOW_BYTES } from '../engine/thread-counts.ts';

/** Below so many, each is a core of its own more often than not. */
const FEW = 4;

/** How many threads read a model's texts before the engine has measured which number is the fastest. */
export async function threadsFor(path: string): Promise<number> {
  const { size } = await stat(path);
  if (size < ONE_THREAD_BELOW_BYTES) return 1;
  const threads = availableParallelism();
  return threads <= FEW ? threads : Math.ceil(threads / 2);
}
