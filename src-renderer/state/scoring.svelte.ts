import type { Bridge, CallInput } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { Scoring, ScoringJob } from '#contract/scorings';

/** The reading of an answer under two models: the one that runs, or what the last one has found. */
export class ScoringState {
  readonly #bridge: Bridge;
  job = $state.raw<ScoringJob | null>(null);
  result = $state.raw<Scoring | null>(null);
  error = $state.raw<ErrorReport | null>(null);
  /** What was asked for, so that a page that is opened again knows whether the result is of what it shows. */
  asked = $state.raw<CallInput<'scoring.start'> | null>(null);
  #starting = $state(false);
  readonly isRunning = $derived(this.#starting || this.job?.state === 'running');

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('scoring.changed', (job) => {
      if (job.id === this.job?.id) void this.#follow(job);
    });
  }

  async start(asked: CallInput<'scoring.start'>): Promise<void> {
    await this.cancel();
    this.job = null;
    this.result = null;
    this.error = null;
    this.asked = asked;
    this.#starting = true;
    const started = await this.#bridge.call('scoring.start', asked);
    this.#starting = false;
    if (started.ok) this.job = started.value;
    else this.error = started.error;
    // It may have ended before this page knew its name.
    if (started.ok) await this.#askResult(started.value.id, false);
  }

  async cancel(): Promise<void> {
    if (this.job?.state === 'running') await this.#bridge.call('scoring.cancel', { jobId: this.job.id });
  }

  async #follow(job: ScoringJob): Promise<void> {
    this.job = job;
    this.error = job.error;
    if (job.state === 'finished') await this.#askResult(job.id, true);
  }

  async #askResult(jobId: string, isFinished: boolean): Promise<void> {
    const found = await this.#bridge.call('scoring.result', { jobId });
    if (this.job?.id !== jobId) return;
    if (found.ok) {
      this.result = found.value;
      this.job = { ...this.job, state: 'finished' };
    } else if (isFinished) this.error = found.error;
  }
}
