import type { Bridge, CallInput, Result } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { TransferJob } from '#contract/transfers';
import type { Conversation } from '#contract/conversations';
import type { JobId, MessageId } from '#contract/primitives';

/** What an export takes. */
export interface ExportSubject {
  /** Null for all. */
  readonly conversations: readonly Conversation[] | null;
  /** Of one conversation: only this message. */
  readonly messageId?: MessageId;
}

/** What is printed, or saved as PDF where the shell can do that. */
interface Printing extends ExportSubject {
  readonly saveTo?: { readonly path: string; readonly replace: boolean };
}

/** Running and ended imports and exports of conversations, oldest first, and the export that is being set up. */
export class TransfersState {
  readonly #bridge: Bridge;
  readonly #endListeners = new Set<(job: TransferJob) => void>();
  jobs = $state.raw<readonly TransferJob[]>([]);
  /** The subject of the export dialog; null while it is closed. */
  exporting = $state.raw<ExportSubject | null>(null);
  /** The job whose end the dialog itself reports. */
  watchedJobId: JobId | null = null;
  printing = $state.raw<Printing | null>(null);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('history.transferChanged', (job) => {
      this.#put(job);
    });
  }

  async load(): Promise<void> {
    const result = await this.#bridge.call('history.transfers', {});
    if (result.ok) this.jobs = result.value;
  }

  startImport(path: string): Promise<Result<{ jobId: JobId }>> {
    return this.#bridge.call('history.import', { path });
  }

  startExport(request: CallInput<'history.export'>): Promise<Result<{ jobId: JobId }>> {
    return this.#bridge.call('history.export', request);
  }

  /** Stops a running job, or removes an ended one from the list. */
  async cancel({ id, state }: TransferJob): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('history.cancelTransfer', { jobId: id });
    if (!result.ok && result.error.code !== 'transfer-unknown') return result.error;
    if (state !== 'running') this.jobs = this.jobs.filter((job) => job.id !== id);
    return null;
  }

  /** Calls `listener` once for each job that ends while this page is open. */
  onEnd(listener: (job: TransferJob) => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  #put(job: TransferJob): void {
    const before = this.jobs.find(({ id }) => id === job.id);
    this.jobs = before ? this.jobs.map((other) => (other.id === job.id ? job : other)) : [...this.jobs, job];
    if (job.state === 'running' || (before && before.state !== 'running')) return;
    for (const listener of this.#endListeners) listener(job);
  }
}
