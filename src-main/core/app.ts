/**
 * Wires the services and answers every call of the contract. All shells run this: a shell only carries calls here and
 * events back.
 */
import type { Handlers } from '#contract/contract';
import type { ModelId } from '#contract/primitives';
import type { Settings } from '#contract/settings';
import { answerCall, resultOf } from './answer-call.ts';
import { apiHandlers } from './api-server/api-handlers.ts';
import { appHandlers } from './app-handlers.ts';
import type { App, AppListener, AppOptions } from './app-interface.ts';
import { requireLicence } from './chat/require-licence.ts';
import { byConversation, TemporaryHistory } from './chat/temporary-history.ts';
import { ChatTemplates } from './comparison/chat-templates.ts';
import { createComparisons } from './comparison/create-comparisons.ts';
import { promptHandlers } from './comparison/prompts/prompt-handlers.ts';
import { checkGrammar } from './check-grammar.ts';
import { createApiServer } from './create-api-server.ts';
import { createBackups } from './create-backups.ts';
import { createConversations } from './create-conversations.ts';
import { createCuda, type CudaService } from './create-cuda.ts';
import { createDatasets } from './create-datasets.ts';
import { createEngine } from './create-engine.ts';
import { createHistory } from './create-history.ts';
import { createLineage } from './create-lineage.ts';
import { createModels } from './create-models.ts';
import { createPrivacy } from './create-privacy.ts';
import { createRepeats } from './create-repeats.ts';
import { createRemotes, type RemoteService } from './create-remotes.ts';
import { createScoring } from './create-scoring.ts';
import { createTransfers } from './create-transfers.ts';
import { createUpdates } from './create-updates.ts';
import { DataFolderWatch } from './data-folder-watch.ts';
import { engineHandlers } from './engine/engine-handlers.ts';
import { createEvaluations } from './evaluation/calls/create-evaluations.ts';
import { watchOutside } from './watch-outside.ts';
import { History } from './history/history.ts';
import { PassageFinder } from './history/passages/passage-finder.ts';
import { adapterHandlers, nameAdapters } from './models/adapter-handlers.ts';
import { AdapterLibrary } from './models/adapter-library.ts';
import { AdapterUses } from './models/adapter-uses.ts';
import { ModelLibrary } from './models/model-library.ts';
import { nameOfModel } from './models/model-names.ts';
import type { ResolvedModel } from './models/resolved-model.ts';
import type { Ports } from './ports.ts';
import { ProgramWatch } from './program-watch.ts';
import { promptLibraryHandlers } from './prompt-library/prompt-library-handlers.ts';
import { PromptLibrary } from './prompt-library/prompt-library.ts';
import { quickHandlers } from './quick-handlers.ts';
import { settingsHandlers } from './settings-handlers.ts';

export type { App, AppListener, AppOptions } from './app-interface.ts';

/** @throws SarviError when the data folder or the history cannot be used */
export async function createApp(given: Ports, { keepsHistory = true }: AppOptions = {}): Promise<App> {
  const listeners = new Set<AppListener>();
  const emit: AppListener = (name, payload) => {
    for (const listener of listeners) listener(name, payload);
  };
  const listen = (listener: AppListener): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  const cuda: CudaService = await createCuda(given, {
    backends: () => backends,
    onChange: (status) => emit('cuda.changed', status),
  });
  const ports: Ports = { ...given, spawn: cuda.spawn };

  const { history, states, forgetGone } = await createHistory(ports, { keepsHistory, emit });
  const dataFolder = await DataFolderWatch.open(ports.folders.data, (error) => {
    ports.log.error('the data folder has gone');
    emit('app.dataFolderGone', error.toReport());
  });
  const program =
    ports.programFile === undefined
      ? null
      : await ProgramWatch.open(ports.programFile, (notice) => emit('app.programReplaced', notice.toReport()));
  const models = await ModelLibrary.open(ports, () => {
    void models.list().then((list) => emit('models.changed', list));
  });
  await models.discardLeftovers();
  const adapters: AdapterLibrary = await AdapterLibrary.open(ports, () => {
    void adapters.list().then((list) => emit('adapters.changed', list));
  });
  const { engine, fits, backends, threadCounts } = createEngine(
    ports,
    states,
    models,
    (notice) => emit('engine.notice', notice.toReport()),
    { hasCudaPackage: () => cuda.isInstalled },
  );
  // Backends are tried while the user looks around, so that the first message need not wait.
  if (ports.shell !== 'cli') void backends.choose();
  engine.onStatus((status) => emit('engine.changed', status));
  forgetGone();
  let modelOfRun: ModelId | null = null;
  const adapterUses = new AdapterUses(adapters);
  const temporaryHistory = new TemporaryHistory(
    () => History.open(ports, { inMemory: true }),
    ({ name, payload }) => emit(name, payload),
  );
  const remotes: RemoteService = createRemotes(ports, {
    ...{ history: byConversation(history, temporaryHistory), models },
    onChange: (engines) => emit('remotes.changed', engines),
  });
  const resolveModel = async (modelId: ModelId | null): Promise<ResolvedModel> =>
    remotes.resolve(modelId) ?? models.resolveModel(modelId);
  const scoring = createScoring(ports, {
    ...{ engine, fits, backends, threadCounts, models, history, remotes },
    adapters: adapterUses,
    onChange: (job) => emit('scoring.changed', job),
    onPerplexity: (job) => emit('perplexity.changed', job),
    onPerplexities: (results) => emit('perplexity.listChanged', results),
  });
  const api = createApiServer(ports, {
    ...{ engine, models, fits, history, scorer: scoring.scorer },
    vocabularyAt: (path) => remotes.vocabularyAt(path),
    onChange: (status) => emit('api.changed', status),
  });
  // The command line serves programs only where that is its command.
  if (ports.shell !== 'cli') void api.follow();
  const chatParts = {
    history,
    models: { resolveModel: (modelId: ModelId | null) => resolveModel(modelId ?? modelOfRun) },
    adapters: adapterUses,
    engine: remotes.beside(engine),
    // A user who names a model on the command line wants it in any case.
    ...(ports.shell === 'cli' ? {} : { fits }),
    settings: ports.settings,
    templates: new ChatTemplates({ history, models }),
    log: ports.log,
  };
  const { chat, temporary, ...conversations } = createConversations({
    ...{ history, temporaryHistory, chatParts, engine, states, settings: ports.settings, resolveModel, emit },
    modelNameOf: async (modelId) => remotes.nameOf(modelId) ?? nameOfModel(models, modelId),
    nameAdapters: (wanted, conversation) => nameAdapters(wanted, adapters, conversation),
  });
  const repeats = createRepeats(ports, { ...chatParts, onChange: (job) => emit('repeats.changed', job) });
  const comparisons = createComparisons({
    ...{ ports, history, chat, chatParts, library: models, engine, emit },
    nameAdapters: (requested) => nameAdapters(requested, adapters, () => Promise.resolve({ adapters: [] })),
    forget: (ids) => ids.forEach((id) => void states?.forget(id)),
  });
  const evaluations = createEvaluations({
    ...{ ports, engine, history, models, emit },
    asking: chatParts.engine,
    remoteModel: (modelId) => remotes.resolve(modelId),
    adapters: {
      name: (requested) => nameAdapters(requested, adapters, () => Promise.resolve({ adapters: [] })),
      resolve: (path, choices) => adapterUses.resolve(path, choices),
    },
    requireLicence: (model) => requireLicence(model, ports.settings.get()),
    // A user who names a model on the command line wants it in any case.
    requireRoom: ({ id, name }) => (ports.shell === 'cli' ? Promise.resolve() : fits.require(id, name)),
  });
  const datasets = createDatasets(ports, { history, models, backends });
  const lineage = createLineage(ports, {
    ...{ history, models, adapters, adapterUses, scorer: scoring.scorer },
    instructions: {
      evaluations: evaluations.handlers,
      listen: (hear) => listen((name, payload) => name === 'evaluation.changed' && hear(payload as never)),
    },
    onChange: (event) => emit('lineage.changed', event),
  });
  const prompts = new PromptLibrary(ports.folders.data, () => emit('promptlibrary.changed', null));
  const daily = createBackups(ports, (failure) => emit('history.backupFailed', failure));
  const updates = await createUpdates(ports, {
    backUp: () => daily.backups.make('before-update'),
    onChange: (status) => emit('updates.changed', status),
  });

  const passages = new PassageFinder(ports.entries.history);
  const onSettings = (settings: Settings): void => emit('settings.changed', settings);
  const library = await createModels(ports, {
    ...{ models, engine, fits, history, states, scoring, emit, listen, onSettings },
  });

  const watched = watchOutside(ports, [models, adapters, prompts], () => {
    onSettings(ports.settings.get());
    if (ports.shell !== 'cli') void api.follow();
    remotes.refresh();
    updates.follow();
    void states?.fitBudget();
    engine.refreshIdle();
  });
  const transfers = createTransfers(ports, history, (job) => emit('history.transferChanged', job));

  const stopAnswers = async (): Promise<void> => {
    await comparisons.pauseAll();
    await chat.stopAll();
  };

  const privacy = createPrivacy(ports, {
    ...{ backups: daily.backups, states, models, library, adapters, cuda, api, onSettings },
    history: transfers.closable,
    quiet: async () => {
      await updates.discard();
      await Promise.all([evaluations.pauseAll(), lineage.pauseAll()]);
      await stopAnswers();
      await temporary.forgetAll();
      await repeats.stop();
      await scoring.stop();
      await passages.dispose();
      await engine.unload();
    },
  });

  const handlers: Handlers = {
    ...apiHandlers(api),
    ...appHandlers(ports, history, () => daily.failure),
    ...settingsHandlers(ports.settings, (settings, given) => {
      onSettings(settings);
      if (given.stateBudgetBytes !== undefined) void states?.fitBudget();
      if (given.idleUnloadMinutes !== undefined) engine.refreshIdle();
      updates.follow();
      if (ports.shell !== 'cli') void api.follow();
    }),
    ...library.handlers,
    ...adapterHandlers(adapters, models),
    ...engineHandlers(engine, backends),
    ...conversations.handlers,
    ...quickHandlers(ports.quick ?? null, temporary.handlers['temporary.keep']),
    ...passages.handlers,
    ...remotes.handlers,
    ...updates.handlers,
    ...cuda.handlers,
    ...scoring.handlers,
    ...daily.handlers(transfers.closable, stopAnswers),
    ...transfers.handlers,
    ...repeats.handlers,
    'grammars.check': ({ grammar }) => checkGrammar(grammar),
    ...promptHandlers(),
    ...promptLibraryHandlers(prompts, ports.folders.data),
    ...datasets.handlers,
    ...comparisons.handlers,
    ...evaluations.handlers,
    ...lineage.handlers,
    ...privacy,
  };

  ports.quick?.onChange((status) => emit('quick.changed', status));
  const endListening = ports.onResume((sleptMs) => {
    ports.log.info('the computer woke', { sleptMs });
    engine.refreshIdle();
    // Timers do not run on in a sleep, and the disk of the data folder may have been taken out.
    void dataFolder.look();
    if (ports.shell !== 'cli') void daily.look();
  });

  const answer = (name: string, input: unknown): Promise<unknown> =>
    answerCall(handlers, () => dataFolder.look(), name, input);

  return {
    call: (name, input) => resultOf(answer(name, input), name, ports.log),
    ask: async (name, input) => (await answer(name, input)) as never,
    listen,
    importModel: library.importModel,
    verifyModel: library.verifyModel,
    openGuest: (path) => models.openGuest(path),
    openAdapted: (modelId, adapter) => models.openAdapted(modelId, adapter),
    async useModel(modelId) {
      const model = await models.resolveModel(modelId);
      modelOfRun = modelId;
      return model;
    },
    async serveApi({ port, renewsKey }) {
      const key = renewsKey || !(await api.hasKey()) ? await api.renewKey() : null;
      return { port: await api.serve(port ?? ports.settings.get().apiPort), key };
    },
    takeNotice: () => history.takeNotice(),
    forgetTemporary: conversations.forgetTemporary,
    async dispose() {
      endListening();
      watched.end();
      await updates.dispose();
      await cuda.dispose();
      await api.dispose();
      await library.dispose();
      await transfers.endAll();
      await temporary.forgetAll();
      const services = [chat, comparisons, evaluations, datasets, lineage];
      await Promise.all(services.map((service) => service.dispose()));
      await repeats.stop();
      await scoring.stop();
      backends.dispose();
      remotes.dispose();
      await engine.dispose();
      await engine.settled();
      await chat.settled();
      await comparisons.settled();
      await daily.dispose();
      dataFolder.dispose();
      program?.dispose();
      await passages.dispose();
      await history.close();
    },
  };
}
