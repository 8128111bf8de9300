import { buildScoring } from '../scoring-values.ts';
import type { FakeHandlers } from './fake-core.ts';

/** Readings that have found the same in every answer. */
export function fakeScoring(): FakeHandlers {
  let models: { modelId: string; otherId: string | null } = { modelId: '', otherId: null };
  return {
    'scoring.start': ({ modelId, otherId = null }) => {
      models = { modelId, otherId };
      return { id: 'scoring', ...models, state: 'running', phase: 'reading', fraction: 0.4, error: null };
    },
    'scoring.cancel': () => null,
    'scoring.result': () => buildScoring(models),
  };
}
