import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';
import type { JobId } from '#contract/primitives';
import type { ScoringJob } from '#contract/scorings';

/** What every job of the scoring process tells; `Job` adds what it is about. */
type State = Pick<ScoringJob, 'id' | 'state' | 'phase' | 'fraction' | 'error'>;

interface Kept<Job, Result> {
  job: Job;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
  result: Result | null;
}

export interface JobProgress<Job> {
  readonly signal: AbortSignal;
  readonly onProgress: (phase: 'loading' | 'reading', fraction: number, more?: Partial<Omit<Job, keyof State>>) => void;
}

/** A result has some hundred numbers for each token. A user can go back to this many results in the page. */
const MOST_ENDED = 8;

/** The scoring jobs of this run of the app. Nothing of them is on disk. */
export class ScoringJobs<Job extends State, Result> {
  readonly #jobs = new Map<JobId, Kept<Job, Result>>();
  readonly #onChange: (job: Job) => void;

  constructor(onChange: (job: Job) => void) {
    this.#onChange = onChange;
  }

  start(about: Omit<Job, keyof State>, work: (progress: JobProgress<Job>) => Promise<Result>): Job {
    const id = randomUUID();
    const abort = new AbortController();
    const state: State = { id, state: 'running', phase: 'waiting', fraction: 0, error: null };
    const job = { ...about, ...state } as Job;
    const running = work({
      signal: abort.signal,
      onProgress: (phase, fraction, more = {}) => this.#change(id, { ...more, phase, fraction } as Partial<Job>),
    });
    const ended = running.then(
      (result) => {
        const kept = this.#jobs.get(id);
        if (kept) kept.result = result;
        this.#change(id, { state: 'finished', fraction: 1 } as Partial<Job>);
      },
      (thrown: unknown) => {
        const error = SarviError.from(thrown);
        const isCancelled = error.code === 'cancelled';
        this.#change(id, {
          state: isCancelled ? 'cancelled' : 'failed',
          error: isCancelled ? null : error.toReport(),
        } as Partial<Job>);
      },
    );
    this.#jobs.set(id, { job, abort, ended, result: null });
    this.#forgetOldest();
    return job;
  }

  /** Those that run. */
  running(): Job[] {
    return [...this.#jobs.values()].flatMap(({ job }) => (job.state === 'running' ? [job] : []));
  }

  cancel(jobId: JobId): void {
    this.#jobs.get(jobId)?.abort.abort();
  }

  /** @throws SarviError `scoring-unknown` */
  result(jobId: JobId): Result {
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

  #change(id: JobId, change: Partial<Job>): void {
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
