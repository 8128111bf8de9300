import type { PerplexityResult } from '#contract/perplexities';
import { buildDivergence, buildPerplexity, buildPerplexityJob } from '../perplexity-values.ts';
import type { FakeClock, FakeCore, FakeHandlers } from './fake-core.ts';

/** Measurements that do not end by themselves. */
export function fakePerplexity(clock: FakeClock, { perplexities = [] }: FakeCore): FakeHandlers {
  const elsewhere = { fileType: null, base: null, against: null, backend: 'vLLM', release: '' };
  let kept: readonly PerplexityResult[] = perplexities;
  const started = new Map<string, ReturnType<typeof buildPerplexityJob>>();
  return {
    'perplexity.start': ({ modelId, againstId = null }) => {
      const job = buildPerplexityJob({ id: clock.id('job'), modelId, againstId });
      started.set(job.id, job);
      return job;
    },
    'perplexity.cancel': ({ jobId }) => {
      const job = started.get(jobId) ?? buildPerplexityJob({ id: jobId });
      clock.emit('perplexity.changed', { ...job, state: 'cancelled' });
      return null;
    },
    'perplexity.running': () => [],
    // Only those of models elsewhere are asked for one by one.
    'perplexity.result': ({ jobId }) => buildPerplexity({ id: jobId, ...elsewhere }),
    'perplexity.list': () => [...kept],
    'perplexity.compare': () => {
      const { perplexity, against, countedTokens } = buildPerplexity();
      const { basePerplexity, correlation, logRatio, ratio, difference } = against ?? buildDivergence();
      return { countedTokens, perplexity, base: basePerplexity, correlation, logRatio, ratio, difference };
    },
    'perplexity.forget': ({ resultId }) => {
      kept = kept.filter(({ id }) => id !== resultId);
      clock.emit('perplexity.listChanged', [...kept]);
      return null;
    },
  };
}
