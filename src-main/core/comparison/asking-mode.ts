import type { AskingMode, ComparisonColumn } from '#contract/comparisons';
import type { ModelId } from '#contract/primitives';
import type { Engine } from '../engine/engine.ts';
import type { EngineModel } from '../engine/engine-model.ts';

export interface AskingParts {
  readonly engine: Pick<Engine, 'fitTogether'>;
  readonly models: { resolveModel(modelId: ModelId): Promise<EngineModel> };
}

/** Whether these columns can be asked at one time. One whose model is not there is no matter: it will be refused. */
export async function askingMode(
  { engine, models }: AskingParts,
  columns: readonly Pick<ComparisonColumn, 'modelId' | 'adapters'>[],
): Promise<AskingMode> {
  const found = await Promise.all(
    columns.map(async ({ modelId, adapters }) => {
      const model = await models.resolveModel(modelId).catch(() => null);
      // What tells one set of adapters from another; their files are looked for when the column is asked.
      const taken = adapters.map(({ adapterId, scale }) => ({ path: adapterId, scale }));
      return model === null ? [] : [{ ...model, adapters: [...(model.adapters ?? []), ...taken] }];
    }),
  );
  return (await engine.fitTogether(found.flat())) ? 'together' : 'in-turn';
}
