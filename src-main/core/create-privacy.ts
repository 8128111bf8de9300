import type { Handlers } from '#contract/contract';
import type { Settings } from '#contract/settings';
import type { CudaService } from './create-cuda.ts';
import type { ModelService } from './create-models.ts';
import type { Backups } from './history/backups/backups.ts';
import type { AdapterLibrary } from './models/adapter-library.ts';
import type { ModelLibrary } from './models/model-library.ts';
import type { Ports } from './ports.ts';
import type { DeletionParts } from './privacy/delete-all.ts';
import { privacyHandlers } from './privacy/privacy-handlers.ts';

export interface PrivacyParts extends Pick<DeletionParts, 'history' | 'states' | 'quiet'> {
  readonly backups: Backups;
  readonly models: ModelLibrary;
  readonly library: ModelService;
  readonly adapters: AdapterLibrary;
  readonly cuda: Pick<CudaService, 'remove'>;
  readonly api: { forget(): Promise<void> };
  readonly onSettings: (settings: Settings) => void;
}

type PrivacyCall = keyof ReturnType<typeof privacyHandlers>;

/** What is kept, and deleting everything. */
export function createPrivacy(ports: Ports, parts: PrivacyParts): Pick<Handlers, PrivacyCall> {
  const { history, backups, states, quiet, models, library, adapters, cuda, api, onSettings } = parts;
  return privacyHandlers(ports, backups, {
    ...{ history, backups, states, quiet },
    imports: library.imports,
    keys: ports.keys,
    modelIds: async () => (await models.list()).map(({ id }) => id),
    removeModel: (modelId) => library.remove(modelId),
    adapterIds: async () => (await adapters.list()).map(({ id }) => id),
    removeAdapter: (adapterId) => adapters.remove(adapterId),
    removeCuda: () => cuda.remove(),
    forgetApi: async () => {
      ports.settings.change({ apiOn: false, apiOrigins: [] });
      onSettings(ports.settings.get());
      await api.forget();
    },
    dataFolder: ports.folders.data,
    modelFolders: () => models.places.present,
  });
}
