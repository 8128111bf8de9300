/**
 * Wires the services and answers every call of the contract. All shells run this: a shell only carries calls here and
 * events back.
 */
import { join } from 'node:path';
import type { Handlers } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { ImportJob } from '#contract/imports';
import type { ModelId } from '#contract/primitives';
import type { Settings } from '#contract/settings';
import { isOfQuickWindow } from '#contract/temporary-calls';
import { answerCall, resultOf } from './answer-call.ts';
import { apiHandlers } from './api-server/api-handlers.ts';
import { appHandlers } from './app-handlers.ts';
import type { App, AppListener, AppOptions } from './app-interface.ts';
import { chatHandlers } from './chat/chat-handlers.ts';
import { Chat } from './chat/chat.ts';
import { conversationHandlers } from './chat/conversation-handlers.ts';
import { folderHandlers } from './chat/folder-handlers.ts';
import { requireLicence } from './chat/require-licence.ts';
import { byConversation, TemporaryHistory } from './chat/temporary-history.ts';
import { ChatTemplates } from './comparison/chat-templates.ts';
import { createComparisons } from './comparison/create-comparisons.ts';
import { promptHandlers } from './comparison/prompts/prompt-handlers.ts';
import { checkGrammar } from './check-grammar.ts';
import { createApiServer } from './create-api-server.ts';
import { createCuda, type CudaService } from './create-cuda.ts';
import { createDatasets } from './create-datasets.ts';
import { createEngine } from './create-engine.ts';
import { createLineage } from './create-lineage.ts';
import { createRepeats } from './create-repeats.ts';
import { createRemotes, type RemoteService } from './create-remotes.ts';
import { createScoring } from './create-scoring.ts';
import { createTemporary } from './create-temporary.ts';
import { createUpdates } from './create-updates.ts';
import { DataFolderWatch } from './data-folder-watch.ts';
import { engineHandlers } from './engine/engine-handlers.ts';
import { forgetDeleted, keptStates } from './engine/states/kept-states.ts';
import { createEvaluations } from './evaluation/calls/create-evaluations.ts';
import { watchFiles } from './watch-files.ts';
import { backupHandlers } from './history/backups/backup-handlers.ts';
import { Backups } from './history/backups/backups.ts';
import { DailyBackups } from './history/backups/daily-backups.ts';
import { historyHandlers } from './history/history-handlers.ts';
import { History } from './history/history.ts';
import { PassageFinder } from './history/passages/passage-finder.ts';
import { Downloads } from './history/transfer/downloads.ts';
import { transferHandlers } from './history/transfer/transfer-handlers.ts';
import { TransferJobs } from './history/transfer/transfer-jobs.ts';
import { adapterHandlers, nameAdapters } from './models/adapter-handlers.ts';
import { AdapterLibrary } from './models/adapter-library.ts';
import { AdapterUses } from './models/adapter-uses.ts';
import { createModelMove } from './models/create-model-move.ts';
import { importHandlers } from './models/import-handlers.ts';
import { ImportJobs } from './models/import-jobs.ts';
import { importToEnd } from './models/import-to-end.ts';
import { modelHandlers } from './models/model-handlers.ts';
import { ModelLibrary } from './models/model-library.ts';
import { nameOfModel } from './models/model-names.ts';
import { preTokenizerFinder } from './models/pre-tokenizer-finder.ts';
import { removeModel } from './models/remove-model.ts';
import { tryModel } from './models/try-model.ts';
import { verifyModel } from './models/verify-model.ts';
import type { ResolvedModel } from './models/resolved-model.ts';
import type { Ports } from './ports.ts';
import { ProgramWatch } from './program-watch.ts';
import { promptLibraryHandlers } from './prompt-library/prompt-library-handlers.ts';
import { PromptLibrary } from './prompt-library/prompt-library.ts';
import { quickHandlers } from './quick-handlers.ts';
import { privacyHandlers } from './privacy/privacy-handlers.ts';
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

  // With a page, a damaged history can be restored from a backup there.
  const history = await (ports.shell === 'cli'
    ? History.open(ports, { inMemory: !keepsHistory })
    : History.openIfPossible(ports));
  const dataFolder = await DataFolderWatch.open(ports.folders.data, (error) => {
    ports.log.error('the data folder has gone');
    emit('app.dataFolderGone', error.toReport());
  });
  const program =
    ports.programFile === undefined
      ? null
      : await ProgramWatch.open(ports.programFile, (notice) => emit('app.programReplaced', notice.toReport()));
  const states = keepsHistory ? keptStates(ports) : null;
  history.onChange(({ name, payload }) => {
    emit(name, payload);
    if (name !== 'conversation.changed') return;
    // Conversations deleted for good lost their states when they went to the trash.
    if (payload.kind === 'removed') void states?.forget(payload.conversationId);
    if (payload.kind === 'changed') states?.remember(payload.conversation.id);
  });
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
  const forgetGone = (): void => {
    if (states) void forgetDeleted(states, (conversationId) => history.ask('conversation', { conversationId }));
  };
  forgetGone();
  let modelOfRun: ModelId | null = null;
  const adapterUses = new AdapterUses(adapters);
  const temporaryHistory = new TemporaryHistory(
    () => History.open(ports, { inMemory: true }),
    ({ name, payload }) => emit(name, payload),
  );
  const anyHistory = byConversation(history, temporaryHistory);
  const remotes: RemoteService = createRemotes(ports, {
    ...{ history: anyHistory, models },
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
  const chat = new Chat({ ...chatParts, emit });
  const temporary = createTemporary({ ...{ kept: history, chat, chatParts, emit }, history: temporaryHistory });
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
  const backups = new Backups(ports);
  const onFailure = (failure: ErrorReport): void => emit('history.backupFailed', failure);
  const dailyBackups = new DailyBackups({ ports, backups, onFailure, looksByItself: ports.shell !== 'cli' });
  const updates = await createUpdates(ports, {
    backUp: () => backups.make('before-update'),
    onChange: (status) => emit('updates.changed', status),
  });
  history.onReplaced((notice) => {
    emit('history.replaced', { notice: notice?.toReport() ?? null });
    forgetGone();
  });
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

  // Follows changes by other processes, such as the command line next to a window. The history follows its own.
  const watched = watchFiles(
    [
      { paths: () => models.watched, onChange: () => models.refresh() },
      { paths: () => adapters.watched, onChange: () => adapters.refresh() },
      { paths: () => prompts.watched, onChange: () => prompts.refresh() },
      {
        paths: () => [ports.settings.path ?? join(ports.folders.data, 'config.json')],
        onChange: () => {
          if (ports.settings.refresh?.() !== true) return;
          emit('settings.changed', ports.settings.get());
          if (ports.shell !== 'cli') void api.follow();
          remotes.refresh();
          updates.follow();
          void states?.fitBudget();
          engine.refreshIdle();
        },
      },
    ],
    (error) => ports.log.warn('what other processes do cannot be seen', { error: String(error) }),
  );

  const transfers = new TransferJobs(ports, history, (job) => emit('history.transferChanged', job));

  const downloads = new Downloads(ports, history);
  const passages = new PassageFinder(ports.entries.history);

  /** Jobs that began in one history must not continue in another: half of an import would be in each. */
  const closable: Pick<History, 'whileClosed'> = {
    whileClosed: async (act) => {
      await transfers.endAll();
      await downloads.endAll();
      return history.whileClosed(act);
    },
  };

  const onSettings = (settings: Settings): void => emit('settings.changed', settings);
  const nameInConversations = (modelId: ModelId, name: string): Promise<null> =>
    history.ask('nameModel', { modelId, name });
  const removalParts = { models, engine, states, settings: ports.settings, nameInConversations, onSettings };
  const dropModel = async (modelId: ModelId): Promise<void> => {
    await scoring.stop(modelId);
    await removeModel(removalParts, modelId);
    await scoring.forget(modelId);
  };

  const stopAnswers = async (): Promise<void> => {
    await comparisons.pauseAll();
    await chat.stopAll();
  };

  const privacy = privacyHandlers(ports, backups, {
    history: closable,
    backups,
    states,
    imports,
    keys: ports.keys,
    quiet: async () => {
      await updates.discard();
      await Promise.all([evaluations.pauseAll(), lineage.pauseAll()]);
      await stopAnswers();
      await temporary.chats.forgetAll();
      await repeats.stop();
      await scoring.stop();
      await passages.dispose();
      await engine.unload();
    },
    modelIds: async () => (await models.list()).map(({ id }) => id),
    removeModel: dropModel,
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

  const handlers: Handlers = {
    ...apiHandlers(api),
    ...appHandlers(ports, history, () => dailyBackups.failure),
    ...settingsHandlers(ports.settings, (settings, given) => {
      onSettings(settings);
      if (given.stateBudgetBytes !== undefined) void states?.fitBudget();
      if (given.idleUnloadMinutes !== undefined) engine.refreshIdle();
      updates.follow();
      if (ports.shell !== 'cli') void api.follow();
    }),
    ...modelHandlers(ports, { models, move, fits, findPreTokenizer, removeModel: dropModel, nameInConversations }),
    ...importHandlers(imports),
    ...adapterHandlers(adapters, models),
    ...engineHandlers(engine, backends),
    ...historyHandlers({ ask: anyHistory.ask, search: (input) => history.search(input) }),
    ...temporary.chats.handlers,
    ...quickHandlers(ports.quick ?? null, temporary.chats.handlers['temporary.keep']),
    ...passages.handlers,
    ...folderHandlers({
      history,
      async forget(ids) {
        for (const id of ids) await states?.forget(id).then(() => states.remember(id));
      },
    }),
    ...conversationHandlers({
      history: anyHistory,
      chat: temporary.routed,
      settings: ports.settings,
      modelNameOf: async (modelId) => remotes.nameOf(modelId) ?? nameOfModel(models, modelId),
      nameAdapters: (wanted, conversation) => nameAdapters(wanted, adapters, conversation),
    }),
    ...chatHandlers({ chat: temporary.routed, engine, states, resolveModel }),
    ...remotes.handlers,
    ...updates.handlers,
    ...cuda.handlers,
    ...scoring.handlers,
    ...backupHandlers(backups, closable, stopAnswers),
    ...transferHandlers(transfers, downloads, history, ports),
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
    if (ports.shell !== 'cli') void dailyBackups.look();
  });

  const answer = (name: string, input: unknown): Promise<unknown> =>
    answerCall(handlers, () => dataFolder.look(), name, input);

  return {
    call: (name, input) => resultOf(answer(name, input), name, ports.log),
    ask: async (name, input) => (await answer(name, input)) as never,
    listen,
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
    forgetTemporary: (of) =>
      of === undefined
        ? temporary.chats.forgetAll()
        : temporary.chats.forget((id) => isOfQuickWindow(id) === (of === 'quick window')),
    async dispose() {
      endListening();
      watched.end();
      await updates.dispose();
      await cuda.dispose();
      await api.dispose();
      await imports.dispose();
      await move.stop();
      await transfers.endAll();
      await downloads.endAll();
      await temporary.chats.forgetAll();
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
      await dailyBackups.dispose();
      dataFolder.dispose();
      program?.dispose();
      await passages.dispose();
      await history.close();
    },
  };
}
