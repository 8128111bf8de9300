import type { AdapterChoice, RequestedAdapters } from '#contract/adapters';
import { SarviError } from '#contract/errors';
import type { RequestedColumn } from '#contract/comparisons';
import type { ModelId } from '#contract/primitives';
import type { EngineModel } from '../engine/engine-model.ts';
import type { NewComparison } from '../history/protocol.ts';

export interface NamingParts {
  readonly models: { resolveModel(modelId: ModelId): Promise<EngineModel> };
  /** @throws SarviError `adapter-unknown` */
  readonly nameAdapters: (requested: RequestedAdapters) => Promise<AdapterChoice[]>;
}

/**
 * Columns with the names of their models and adapters.
 *
 * @param remoteHosts - the servers that the user lets read the comparison
 * @throws SarviError for missing ones; `remote-not-allowed`
 */
export function nameColumns(
  { models, nameAdapters }: NamingParts,
  columns: readonly RequestedColumn[],
  remoteHosts: readonly string[] = [],
): Promise<NewComparison['columns']> {
  return Promise.all(
    columns.map(async (column) => {
      const { id, name, remote } = await models.resolveModel(column.modelId);
      if (remote && !remoteHosts.includes(remote.host)) {
        throw new SarviError('remote-not-allowed', { modelId: id, name, host: remote.host });
      }
      if (column.templateModelId !== null) await models.resolveModel(column.templateModelId);
      return { ...column, modelId: id, modelName: name, adapters: await nameAdapters(column.adapters) };
    }),
  );
}
