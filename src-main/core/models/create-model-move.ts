import { SarviError } from '#contract/errors';
import type { ModelPlace } from '#contract/model-place-calls';
import type { Engine } from '../engine/engine.ts';
import type { Ports } from '../ports.ts';
import { isUnfinished } from './import-job.ts';
import type { ImportJobs } from './import-jobs.ts';
import type { ModelLibrary } from './model-library.ts';
import { ModelMove } from './model-move.ts';
import { nameOfModel } from './model-names.ts';

/** The move of the library's models within the app. */
export function createModelMove(
  ports: Pick<Ports, 'folders' | 'log'>,
  {
    library,
    imports,
    engine,
  }: { library: ModelLibrary; imports: ImportJobs; engine: Pick<Engine, 'usageOf' | 'unload'> },
  onChange: (place: ModelPlace) => void,
): ModelMove {
  return new ModelMove({
    ports,
    library,
    hasUnfinishedImports: () => imports.list().some(isUnfinished),
    unload: async (modelId) => {
      const usage = engine.usageOf(modelId);
      if (usage === 'busy') {
        throw new SarviError('model-in-use', { name: (await nameOfModel(library, modelId)) ?? modelId });
      }
      if (usage === 'loaded') await engine.unload(modelId);
    },
    onChange,
  });
}
