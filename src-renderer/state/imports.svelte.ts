import type { Bridge, CallInput, CallOutput, Result } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { ImportJob } from '#contract/imports';
import type { JobId } from '#contract/primitives';

/** Something that was dropped on the window; `path` is null when the shell cannot know it. */
export interface DroppedSource {
  readonly path: string | null;
}

/** Running, paused and ended imports, oldest first. */
export class ImportsState {
  readonly #bridge: Bridge;
  readonly #finishedListeners = new Set<(job: ImportJob) => void>();
  /** Waits until the page of models takes it. */
  dropped = $state.raw<DroppedSource | null>(null);
  jobs = $state.raw<readonly ImportJob[]>([]);
  readonly running = $derived(this.jobs.filter((job) => job.state === 'running'));

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('import.changed', (job) => {
      this.#put(job);
    });
  }

  async load(): Promise<void> {
    const result = await this.#bridge.call('models.imports', {});
    if (result.ok) this.jobs = result.value;
  }

  find(id: JobId | null): ImportJob | null {
    return this.jobs.find((job) => job.id === id) ?? null;
  }

  inspect(path: string): Promise<Result<CallOutput<'models.inspect'>>> {
    return this.#bridge.call('models.inspect', { path });
  }

  async start(request: CallInput<'models.import'>): Promise<Result<JobId>> {
    const result = await this.#bridge.call('models.import', request);
    if (!result.ok) return result;
    if (!this.find(result.value.jobId)) await this.load();
    return { ok: true, value: result.value.jobId };
  }

  /** Stops a running import, or removes an ended one from the list. */
  async cancel(jobId: JobId): Promise<ErrorReport | null> {
    const ended = this.find(jobId)?.state !== 'running';
    const result = await this.#bridge.call('models.cancelImport', { jobId });
    if (result.ok || result.error.code === 'import-unknown') {
      if (ended) this.jobs = this.jobs.filter((job) => job.id !== jobId);
      return null;
    }
    return result.error;
  }

  /** Pauses a running import. */
  async pause(jobId: JobId): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('models.pauseImport', { jobId });
    return result.ok ? null : result.error;
  }

  /** Continues a paused import, or tries a failed one again. */
  async resume(jobId: JobId): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('models.resumeImport', { jobId });
    return result.ok ? null : result.error;
  }

  /** Calls `listener` once for each import that finishes while this page is open. */
  onFinished(listener: (job: ImportJob) => void): () => void {
    this.#finishedListeners.add(listener);
    return () => this.#finishedListeners.delete(listener);
  }

  #put(job: ImportJob): void {
    const before = this.find(job.id);
    this.jobs = before ? this.jobs.map((other) => (other.id === job.id ? job : other)) : [...this.jobs, job];
    if (job.state !== 'finished' || before?.state === 'finished') return;
    for (const listener of this.#finishedListeners) listener(job);
  }
}
