import type { ImportJob } from '#contract/imports';
import type { ImportJobs } from './import-jobs.ts';
import type { ImportRequest } from './plan-import.ts';

/**
 * Runs one import until it has ended, in whatever way.
 *
 * @param listen - calls back with every change of every import, until the function that it answers is called
 * @throws SarviError the source's first problem
 */
export async function importToEnd(
  imports: ImportJobs,
  listen: (hear: (job: ImportJob) => void) => () => void,
  request: ImportRequest,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (job: ImportJob) => void },
): Promise<ImportJob> {
  const jobId = await imports.start(request);
  const stopListening = listen((job) => {
    if (job.id === jobId) onProgress(job);
  });
  const cancel = (): void => imports.abort(jobId);
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await imports.ended(jobId);
  } finally {
    signal.removeEventListener('abort', cancel);
    stopListening();
  }
}
