import type { Scoring, ScoringJob } from '#contract/scorings';
import { SarviError } from '#contract/errors';
import type { App } from '../../src-main/core/app.ts';

/** Starts a job, waits for its end, and tells its result. @throws SarviError what it failed with */
export async function jobResult<Result>(
  app: App,
  kind: 'scoring' | 'perplexity',
  input: Record<string, unknown>,
): Promise<Result> {
  const seen = new Map<string, ScoringJob>();
  let hear: (job: ScoringJob) => void = () => undefined;
  const stop = app.listen((name, payload) => {
    if (name !== `${kind}.changed`) return;
    const job = payload as ScoringJob;
    seen.set(job.id, job);
    hear(job);
  });
  try {
    const { id } = (await app.ask(`${kind}.start`, input as never)) as { readonly id: string };
    const ended = await new Promise<ScoringJob>((resolve) => {
      hear = (job) => job.id === id && job.state !== 'running' && resolve(job);
      const known = seen.get(id);
      if (known) hear(known);
    });
    if (ended.error) throw SarviError.fromReport(ended.error);
    return (await app.ask(`${kind}.result`, { jobId: id })) as Result;
  } finally {
    stop();
  }
}

export function scoringResult(app: App, input: Record<string, unknown>): Promise<Scoring> {
  return jobResult<Scoring>(app, 'scoring', input);
}
