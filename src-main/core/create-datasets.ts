import type { Handlers } from '#contract/contract';
import type { Backends } from './engine/backends/backends.ts';
import type { History } from './history/history.ts';
import { LanguageDetector } from './language-detection/language-detector.ts';
import type { ModelLibrary } from './models/model-library.ts';
import type { Ports } from './ports.ts';
import { datasetHandlers } from './training-data/dataset-handlers.ts';
import { RowLanguages } from './training-data/row-languages.ts';
import { TokenCounts } from './training-data/token-counts.ts';

interface DatasetServiceParts {
  readonly history: History;
  readonly models: ModelLibrary;
  readonly backends: Backends;
}

export interface DatasetService {
  readonly handlers: Pick<Handlers, 'datasets.rows' | 'datasets.freeze' | 'datasets.export'>;
  dispose(): Promise<void>;
}

/** Data sets for training, from what is in the history. */
export function createDatasets(ports: Ports, { history, models, backends }: DatasetServiceParts): DatasetService {
  const detector = new LanguageDetector(ports.entries.language);
  const tellsDate = (): boolean => ports.settings.get().todaysDate;
  const handlers = datasetHandlers({
    history,
    modelOf: (modelId) => models.resolveModel(modelId),
    counts: new TokenCounts({ ports, chooseBackend: () => backends.choose(), tellsDate }),
    languages: new RowLanguages((text) => detector.detect(text)),
    dateNow: () => (tellsDate() ? new Date(ports.now()).toISOString().slice(0, 10) : null),
    dataFolder: ports.folders.data,
    version: ports.version,
  });
  return { handlers, dispose: () => detector.dispose() };
}
