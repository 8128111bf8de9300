import type { AdapterChoice, RequestedAdapters } from '#contract/adapters';
import type { RequestedColumn } from '#contract/comparisons';
import type { ModelId } from '#contract/primitives';
import type { EngineModel } from '../engine/engine-model.ts';
import type { NewComparison } from '../history/protocol.ts';

export interface NamingParts {
  readonly models: { resolveModel(modelId: ModelId): Promise<EngineModel> };
  /** @throws SarviError `adapter-unknown` */
  readonly nameAdapters: (requested: RequestedAdapters) => Promise<AdapterChoice[]>;
}

/** Columns with the names of their models and adapters. @throws SarviError for missing ones */
export function nameColumns(
  { models, nameAdapters }: NamingParts,
  columns: readonly RequestedColumn[],
): Promise<NewComparison['columns']> {
  return Promise.all(
    columns.map(async (column) => {
      const { id, name } = await models.resolveModel(column.modelId);
      if (column.templateModelId !== null) await models.resolveModel(column.templateModelId);
      return { ...column, modelId: id, modelName: name, adapters: await nameAdapters(column.adapters) };
    }),
  );
}
