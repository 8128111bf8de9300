import type { Handlers } from '#contract/contract';
import type { ImportJob } from '#contract/imports';
import type { ModelId } from '#contract/primitives';
import type { Settings } from '#contract/settings';
import type { App, AppListener } from './app-interface.ts';
import type { Engine } from './engine/engine.ts';
import type { StateStore } from './engine/states/state-store.ts';
import type { History } from './history/history.ts';
import { createModelMove } from './models/create-model-move.ts';
import { importHandlers } from './models/import-handlers.ts';
import { ImportJobs } from './models/import-jobs.ts';
import { importToEnd } from './models/import-to-end.ts';
import type { ModelFits } from './models/model-fits.ts';
import { modelHandlers } from './models/model-handlers.ts';
import type { ModelLibrary } from './models/model-library.ts';
import { preTokenizerFinder } from './models/pre-tokenizer-finder.ts';
import { removeModel } from './models/remove-model.ts';
import { tryModel } from './models/try-model.ts';
import { verifyModel } from './models/verify-model.ts';
import type { Ports } from './ports.ts';

export interface ModelServiceParts {
  readonly models: ModelLibrary;
  readonly engine: Engine;
  readonly fits: ModelFits;
  readonly history: Pick<History, 'ask'>;
  readonly states: StateStore | null;
  readonly scoring: { stop(modelId: ModelId): Promise<void>; forget(modelId: ModelId): Promise<void> };
  readonly emit: AppListener;
  readonly listen: App['listen'];
  readonly onSettings: (settings: Settings) => void;
}

export interface ModelService extends Pick<App, 'importModel' | 'verifyModel'> {
  readonly handlers: Pick<Handlers, keyof ReturnType<typeof modelHandlers> | keyof ReturnType<typeof importHandlers>>;
  readonly imports: ImportJobs;
  remove(modelId: ModelId): Promise<void>;
  dispose(): Promise<void>;
}

/** What changes the library of models: imports, moves to another place, names, and removal. */
export async function createModels(ports: Ports, parts: ModelServiceParts): Promise<ModelService> {
  const { models, engine, fits, history, states, scoring, emit, listen, onSettings } = parts;
  const findPreTokenizer = preTokenizerFinder(ports);
  const imports = new ImportJobs(
    ports,
    models,
    (path, signal) => tryModel(ports, path, signal),
    (job) => emit('import.changed', job),
    findPreTokenizer,
  );
  const move = createModelMove(ports, { library: models, imports, engine }, (place) =>
    emit('models.placeChanged', place),
  );
  // The command line lists no interrupted imports; it continues one when the same import is asked for again.
  // Of its commands only a move holds the data folder alone; that one tidies up after itself.
  if (ports.shell !== 'cli') {
    await imports.findInterrupted();
    await move.tidy();
  }

  const nameInConversations = (modelId: ModelId, name: string): Promise<null> =>
    history.ask('nameModel', { modelId, name });
  const removalParts = { models, engine, states, settings: ports.settings, nameInConversations, onSettings };
  const remove = async (modelId: ModelId): Promise<void> => {
    await scoring.stop(modelId);
    await removeModel(removalParts, modelId);
    await scoring.forget(modelId);
  };
  return {
    handlers: {
      ...modelHandlers(ports, { models, move, fits, findPreTokenizer, removeModel: remove, nameInConversations }),
      ...importHandlers(imports),
    },
    imports,
    remove,
    importModel: (request, watch) =>
      importToEnd(
        imports,
        (hear) => listen((name, payload) => name === 'import.changed' && hear(payload as ImportJob)),
        request,
        watch,
      ),
    async verifyModel(target, options) {
      if ('path' in target) return verifyModel([target.path], null, options);
      const { files, checksum } = await models.filesOf(target.modelId);
      return verifyModel(files, checksum, options);
    },
    async dispose() {
      await imports.dispose();
      await move.stop();
    },
  };
}
