import type { Scoring } from '#contract/scorings';
import { buildScoring } from '../scoring-values.ts';
import type { FakeHandlers } from './fake-core.ts';

/** Readings that have found the same in every answer. */
export function fakeScoring(): FakeHandlers {
  let models: { modelId: string; otherId: string | null } = { modelId: '', otherId: null };
  const isElsewhere = (): boolean => [models.modelId, models.otherId].some((id) => id?.startsWith('Remote.'));
  return {
    'scoring.start': ({ modelId, otherId = null }) => {
      models = { modelId, otherId };
      return { id: 'scoring', ...models, state: 'running', phase: 'reading', fraction: 0.4, error: null };
    },
    'scoring.cancel': () => null,
    'scoring.result': () => buildScoring({ ...models, ...(isElsewhere() ? scoredElsewhere() : {}) }),
  };
}

/** Servers tell no whole distributions. */
function scoredElsewhere(): Pick<Scoring, 'tokens' | 'backend'> {
  const tokens = buildScoring().tokens.map(({ kl: _kl, ...token }) => ({ ...token, entropy: null }));
  return { tokens, backend: 'vLLM' };
}
