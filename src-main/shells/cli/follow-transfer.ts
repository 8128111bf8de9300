import { SarviError } from '#contract/errors';
import type { TransferJob } from '#contract/transfers';
import type { JobId } from '#contract/primitives';
import type { App } from '../../core/app.ts';

/** Waits until an import or export of conversations has ended, in whatever way; `signal` cancels it. */
export async function followTransfer(
  app: App,
  jobId: JobId,
  signal: AbortSignal,
  onProgress: (job: TransferJob) => void,
): Promise<TransferJob> {
  const ended = Promise.withResolvers<TransferJob>();
  const look = (job: TransferJob): void => {
    if (job.state === 'running') onProgress(job);
    else ended.resolve(job);
  };
  const stopListening = app.listen((name, payload) => {
    if (name === 'history.transferChanged' && (payload as TransferJob).id === jobId) look(payload as TransferJob);
  });
  const cancel = (): void => void app.ask('history.cancelTransfer', { jobId }).catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    // It may have ended before the listener was added.
    const job = (await app.ask('history.transfers', {})).find(({ id }) => id === jobId);
    if (!job) throw new SarviError('transfer-unknown', { job: jobId });
    look(job);
    return await ended.promise;
  } finally {
    signal.removeEventListener('abort', cancel);
    stopListening();
  }
}
