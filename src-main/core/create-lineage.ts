import { join } from 'node:path';
import { DEFAULT_ADAPTER_SCALE } from '#contract/adapters';
import type { EventPayload, Handlers } from '#contract/contract';
import { requireLicence } from './chat/require-licence.ts';
import type { History } from './history/history.ts';
import { nameAdapters } from './models/adapter-handlers.ts';
import type { AdapterLibrary } from './models/adapter-library.ts';
import type { AdapterUses } from './models/adapter-uses.ts';
import type { ModelLibrary } from './models/model-library.ts';
import { instructionRuns, type InstructionRunsParts } from './lineage/instruction-runs.ts';
import { type LineageCall, lineageHandlers } from './lineage/lineage-handlers.ts';
import { ParentComparisons } from './lineage/parent-comparisons.ts';
import { comparedModels, type PrepareComparisonParts } from './lineage/prepare-comparison.ts';
import type { SetLineageParts } from './lineage/set-lineage.ts';
import type { Ports } from './ports.ts';
import type { Scorer } from './scoring/scorer.ts';

export interface LineageParts {
  readonly history: History;
  readonly models: ModelLibrary;
  readonly adapters: AdapterLibrary;
  readonly adapterUses: AdapterUses;
  readonly scorer: Pick<Scorer, 'run'>;
  readonly instructions: InstructionRunsParts;
  readonly onChange: (event: EventPayload<'lineage.changed'>) => void;
}

export interface LineageService {
  readonly handlers: Pick<Handlers, LineageCall>;
  /** Resolves when no comparison goes on; they can be started again. */
  pauseAll(): Promise<void>;
  dispose(): Promise<void>;
}

/** Where models come from, and what their training has changed. */
export function createLineage(ports: Ports, parts: LineageParts): LineageService {
  const { history, models, adapters, adapterUses, scorer, instructions, onChange } = parts;
  const prepare: PrepareComparisonParts = {
    history,
    models,
    resolveModel: async (modelId) => {
      const model = await models.resolveModel(modelId);
      requireLicence(model, ports.settings.get());
      return model;
    },
    adapters: {
      name: (requested) => nameAdapters(requested, adapters, () => Promise.resolve({ adapters: [] })),
      resolve: (path, choices) => adapterUses.resolve(path, choices),
    },
  };
  const set: SetLineageParts = {
    ...{ history, models, adapters },
    requireFit: async ({ id, name }, modelId) => {
      const { path } = await models.resolveModel(modelId);
      await adapterUses.resolve(path, [{ adapterId: id, name, scale: DEFAULT_ADAPTER_SCALE }]);
    },
  };
  const comparisons = new ParentComparisons({
    ...{ scorer, log: ports.log, now: ports.now, instructions: instructionRuns(instructions) },
    folder: join(ports.folders.data, 'lineage'),
    tell: (comparison) => onChange({ kind: 'changed', comparison }),
    modelsOf: (configuration) => comparedModels(prepare, configuration),
  });
  return {
    handlers: lineageHandlers({ comparisons, prepare, set, dataFolder: ports.folders.data, tell: onChange }),
    pauseAll: () => comparisons.pauseAll(),
    dispose: () => comparisons.dispose(),
  };
}
