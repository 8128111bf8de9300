import type { AskingMode, ComparisonColumn } from '#contract/comparisons';
import type { ModelId } from '#contract/primitives';
import type { Engine } from '../engine/engine.ts';
import type { EngineModel } from '../engine/engine-model.ts';

export interface AskingParts {
  readonly engine: Pick<Engine, 'fitTogether'>;
  readonly models: { resolveModel(modelId: ModelId): Promise<EngineModel> };
}

/**
 * Whether these columns can be asked at the same time. A column without its model does not count, because it will be
 * refused.
 */
export async function askingMode(
  { engine, models }: AskingParts,
  columns: readonly Pick<ComparisonColumn, 'modelId' | 'adapters'>[],
): Promise<AskingMode> {
  const found = await Promise.all(
    columns.map(async ({ modelId, adapters }) => {
      const model = await models.resolveModel(modelId).catch(() => null);
      // The ids are enough to distinguish sets of adapters; the files are looked up when the column is asked.
      const taken = adapters.map(({ adapterId, scale }) => ({ path: adapterId, scale }));
      // A server elsewhere takes no memory here.
      return model === null || model.remote ? [] : [{ ...model, adapters: [...(model.adapters ?? []), ...taken] }];
    }),
  );
  return (await engine.fitTogether(found.flat())) ? 'together' : 'in-turn';
}
