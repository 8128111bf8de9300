import { Worker } from 'node:worker_threads';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { ParquetTask } from './worker.ts';

/** The official set takes a tenth of a second. */
const DEADLINE_MS = 60_000;
const MOST_HEAP_MB = 512;

/**
 * The rows of a Parquet file, read in a thread of their own: the sizes in a damaged one may say anything.
 *
 * @throws SarviError `ifeval-set-malformed`
 */
export async function readParquetInThread(path: string, entry: string, mostRows: number): Promise<readonly unknown[]> {
  const workerData: ParquetTask = { parquet: path, mostRows };
  const worker = new Worker(entry, {
    name: 'sarvi-parquet',
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
  });
  const fail = (fault: string): SarviError =>
    new SarviError('ifeval-set-malformed', { path, reason: because('parquet-fault', { fault }) });
  const read = Promise.withResolvers<readonly unknown[]>();
  const timer = setTimeout(() => read.reject(fail('timeout')), DEADLINE_MS);
  worker
    .on('message', (message: readonly unknown[] | { readonly fault: string }) => {
      if ('fault' in message) read.reject(fail(message.fault));
      else read.resolve(message);
    })
    .on('error', (error) => read.reject(fail(error instanceof Error ? error.message : String(error))))
    .on('exit', () => read.reject(fail('exit')));
  try {
    return await read.promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
