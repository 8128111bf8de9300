import type { ApiStatus } from '#contract/api';
import { ApiServer } from './api-server/api-server.ts';
import { apiEndpoints } from './api-server/endpoints.ts';
import { FirstPieces, type VocabularyAt } from './api-server/first-pieces.ts';
import type { EndpointParts } from './api-server/endpoint-parts.ts';
import { KeptConversations } from './api-server/kept-conversations.ts';
import { Turns } from './api-server/turns.ts';
import type { Engine } from './engine/engine.ts';
import type { History } from './history/history.ts';
import type { ModelFits } from './models/model-fits.ts';
import type { ModelLibrary } from './models/model-library.ts';
import type { Ports } from './ports.ts';

export interface ApiServerServices {
  readonly engine: Engine;
  readonly models: ModelLibrary;
  readonly fits: ModelFits;
  readonly history: History;
  readonly scorer: EndpointParts['scorer'];
  readonly vocabularyAt: VocabularyAt;
  readonly onChange: (status: ApiStatus) => void;
}

/** The local API with the app's models and settings. */
export function createApiServer(
  ports: Ports,
  { engine, models, fits, history, scorer, vocabularyAt, onChange }: ApiServerServices,
): ApiServer {
  const { settings, log, now, folders } = ports;
  const endpoints = apiEndpoints({
    engine,
    models,
    scorer,
    firstPieces: new FirstPieces(vocabularyAt),
    turns: new Turns(() => settings.get().parallelAnswers),
    settings: () => settings.get(),
    requireFit: (modelId, name) => fits.require(modelId, name),
    kept: new KeptConversations({ history, isOn: () => settings.get().apiKeepsConversations, log }),
    now,
  });
  return new ApiServer({ dataFolder: folders.data, settings: () => settings.get(), endpoints, log, now, onChange });
}
