/** A scorer with the real process, without an engine beside it. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Scorer, type ScorerParts } from '../../src-main/core/scoring/scorer.ts';
import { SCORING_PORTS } from './scoring.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const SCORER_LOG = { info: () => {}, warn: () => {}, error: () => {} };

/** Two models fit into memory at once, unless `fits` says otherwise. */
export async function openScorer({
  fits = {},
  ...more
}: Partial<Omit<ScorerParts, 'fits'>> & { fits?: Partial<ScorerParts['fits']> } = {}): Promise<{
  scorer: Scorer;
  folder: string;
}> {
  const data = await temporaryFolder();
  const scorer = new Scorer({
    ports: { ...SCORING_PORTS, log: SCORER_LOG, folders: { data, resources: '' } },
    engine: { admit: () => Promise.resolve(), dismiss: () => undefined, layersOf: () => null },
    fits: {
      fitsWith: () => Promise.resolve(true),
      fit: () => Promise.reject(new Error('not asked')),
      require: () => Promise.resolve(),
      ...fits,
    },
    requiresFit: false,
    backends: { choose: () => Promise.resolve('cpu') },
    threadCounts: { get: () => Promise.resolve(1) },
    ...more,
  });
  onTestFinished(() => scorer.stop());
  return { scorer, folder: join(data, 'scoring') };
}
