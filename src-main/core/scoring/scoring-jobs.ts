import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';
import type { JobId } from '#contract/primitives';
import type { Scoring, ScoringJob } from '#contract/scorings';

interface Kept {
  job: ScoringJob;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
  result: Scoring | null;
}

export interface JobProgress {
  readonly signal: AbortSignal;
  readonly onProgress: (phase: 'loading' | 'reading', fraction: number) => void;
}

/** A result has some hundred numbers for each token. A user can go back to this many results in the page. */
const MOST_ENDED = 8;

/** The scoring jobs of this run of the app. Nothing of them is on disk. */
export class ScoringJobs {
  readonly #jobs = new Map<JobId, Kept>();
  readonly #onChange: (job: ScoringJob) => void;

  constructor(onChange: (job: ScoringJob) => void) {
    this.#onChange = onChange;
  }

  start(
    models: Pick<ScoringJob, 'modelId' | 'otherId'>,
    work: (progress: JobProgress) => Promise<Scoring>,
  ): ScoringJob {
    const id = randomUUID();
    const abort = new AbortController();
    const job: ScoringJob = { id, ...models, state: 'running', phase: 'waiting', fraction: 0, error: null };
    const running = work({
      signal: abort.signal,
      onProgress: (phase, fraction) => this.#change(id, { phase, fraction }),
    });
    const ended = running.then(
      (result) => {
        const kept = this.#jobs.get(id);
        if (kept) kept.result = result;
        this.#change(id, { state: 'finished', fraction: 1 });
      },
      (thrown: unknown) => {
        const error = SarviError.from(thrown);
        const isCancelled = error.code === 'cancelled';
        this.#change(id, {
          state: isCancelled ? 'cancelled' : 'failed',
          error: isCancelled ? null : error.toReport(),
        });
      },
    );
    this.#jobs.set(id, { job, abort, ended, result: null });
    this.#forgetOldest();
    return job;
  }

  cancel(jobId: JobId): void {
    this.#jobs.get(jobId)?.abort.abort();
  }

  /** @throws SarviError `scoring-unknown` */
  result(jobId: JobId): Scoring {
    const result = this.#jobs.get(jobId)?.result;
    if (!result) throw new SarviError('scoring-unknown');
    return result;
  }

  /** Ends all jobs and forgets their results. */
  async endAll(): Promise<void> {
    const kept = [...this.#jobs.values()];
    for (const { abort } of kept) abort.abort();
    await Promise.all(kept.map(({ ended }) => ended));
    this.#jobs.clear();
  }

  #change(id: JobId, change: Partial<ScoringJob>): void {
    const kept = this.#jobs.get(id);
    if (!kept) return;
    kept.job = { ...kept.job, ...change };
    this.#onChange(kept.job);
  }

  #forgetOldest(): void {
    const ended = [...this.#jobs].filter(([, { job }]) => job.state !== 'running');
    for (const [id] of ended.slice(0, Math.max(0, ended.length - MOST_ENDED))) this.#jobs.delete(id);
  }
}
