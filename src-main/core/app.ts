/**
 * Wires the services and answers every call of the contract. All shells run this: a shell only carries calls here and
 * events back.
 */
import { join } from 'node:path';
import * as v from 'valibot';
import {
  calls,
  type CallInput,
  type CallName,
  type CallOutput,
  type EventName,
  type EventPayload,
} from '#contract/contract';
import type { HandlerInput, Result } from '#contract/contract';
import { SarviError, type ErrorReport } from '#contract/errors';
import { beginningOf } from '#contract/presets';
import type { Conversation, OpenConversation } from '#contract/conversations';
import type { ImportJob } from '#contract/imports';
import type { ModelId } from '#contract/primitives';
import { Chat } from './chat/chat.ts';
import { DataFolderWatch } from './data-folder-watch.ts';
import { availableMemory } from './engine/available-memory.ts';
import { Backends } from './engine/backends/backends.ts';
import { Engine } from './engine/engine.ts';
import { ThreadCounts } from './engine/thread-counts.ts';
import type { AdapterUse } from './engine/protocol.ts';
import { speculationFor } from './models/speculation-for.ts';
import { followOutside } from './follow-outside.ts';
import { forgetDeleted, keptStates } from './engine/states/kept-states.ts';
import type { ChecksumOptions } from './gguf/checksum.ts';
import { backupHandlers } from './history/backups/backup-handlers.ts';
import { Backups } from './history/backups/backups.ts';
import { DailyBackups } from './history/backups/daily-backups.ts';
import { History } from './history/history.ts';
import { Downloads } from './history/transfer/downloads.ts';
import { transferHandlers } from './history/transfer/transfer-handlers.ts';
import { TransferJobs } from './history/transfer/transfer-jobs.ts';
import { adapterHandlers, nameAdapters } from './models/adapter-handlers.ts';
import { AdapterLibrary } from './models/adapter-library.ts';
import { AdapterUses } from './models/adapter-uses.ts';
import { ImportJobs } from './models/import-jobs.ts';
import { inspectModel } from './models/inspect-model.ts';
import { speedFinder } from './models/speed-finder.ts';
import { listFolder } from './models/list-folder.ts';
import { ModelFits } from './models/model-fits.ts';
import { ModelLibrary, type ResolvedModel } from './models/model-library.ts';
import type { ImportRequest } from './models/plan-import.ts';
import { privacyHandlers } from './privacy/privacy-handlers.ts';
import { tryModel } from './models/try-model.ts';
import { verifyModel } from './models/verify-model.ts';
import type { Ports } from './ports.ts';
import { requireBounded } from './require-bounded.ts';

export type AppListener = <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;

type Handlers = { [Name in CallName]: (input: HandlerInput<Name>) => Promise<CallOutput<Name>> };

export interface App {
  /** Answers one call from outside; `input` is validated here. Never throws. */
  call(name: string, input: unknown): Promise<Result<unknown>>;
  /** The same for callers in this process, typed. @throws SarviError */
  ask<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
  listen(listener: AppListener): () => void;
  /** Runs one import to its end, whatever that is. @throws SarviError the source's first problem */
  importModel(
    request: ImportRequest,
    watch: { signal: AbortSignal; onProgress: (job: ImportJob) => void },
  ): Promise<ImportJob>;
  /**
   * Reads a whole model and holds it against its checksum, which it answers.
   *
   * @param target - the id of a model in the library, or a GGUF file's path
   * @throws SarviError `checksum-mismatch`, `checksum-missing`, `model-unknown`, `model-file-missing`, `cancelled`
   */
  verifyModel(target: { modelId: ModelId } | { path: string }, options: ChecksumOptions): Promise<string>;
  /** A GGUF file outside the library, usable as a model until the app ends. */
  openGuest(path: string): Promise<ResolvedModel>;
  /** A model, or the default one, with a LoRA adapter, usable until the app ends. */
  openAdapted(modelId: string | null, adapter: AdapterUse): Promise<ResolvedModel>;
  /**
   * Makes a model, or the default one, what conversations without a model of their own use until the app ends.
   *
   * @throws SarviError `no-model`, `model-unknown`, `model-file-missing`, `model-file-changed`
   */
  useModel(modelId: string | null): Promise<ResolvedModel>;
  /** What was mended in the history and no run of the command line has told yet; null when there is nothing. */
  takeNotice(): Promise<SarviError | null>;
  /** Ends every process and thread of the app; running answers are kept as far as they came. */
  dispose(): Promise<void>;
}

/** Calls whose result would be lost without a word when the data folder has gone. */
const NEED_DATA_FOLDER: ReadonlySet<string> = new Set<CallName>([
  ...(['chat.send', 'chat.regenerate', 'chat.continue', 'chat.editAnswer', 'conversations.create'] as const),
  ...(['models.import', 'history.import', 'settings.update'] as const),
]);

export interface AppOptions {
  /** False keeps conversations in memory only: nothing that is said reaches the disk. */
  readonly keepsHistory?: boolean;
}

/** @throws SarviError when the data folder or the history cannot be used */
export async function createApp(ports: Ports, { keepsHistory = true }: AppOptions = {}): Promise<App> {
  const listeners = new Set<AppListener>();
  const emit: AppListener = (name, payload) => {
    for (const listener of listeners) listener(name, payload);
  };

  // Where there is a page, a backup can be restored from it.
  const history = await (ports.shell === 'cli'
    ? History.open(ports, { inMemory: !keepsHistory })
    : History.openIfPossible(ports));
  const dataFolder = await DataFolderWatch.open(ports.folders.data, (error) => {
    ports.log.error('the data folder has gone');
    emit('app.dataFolderGone', error.toReport());
  });
  const states = keepsHistory ? keptStates(ports) : null;
  history.onChange(({ name, payload }) => {
    emit(name, payload);
    if (name !== 'conversation.changed') return;
    // Those that are gone for good lost theirs when they went to the trash.
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
  const backends = new Backends(ports, { wanted: () => ports.settings.get().backend });
  // Found out while the user looks around, and not when the first message waits for it.
  if (ports.shell !== 'cli') void backends.choose();
  const engine: Engine = new Engine(ports, {
    states,
    kvCacheType: () => ports.settings.get().kvCacheType,
    tellsDate: () => ports.settings.get().todaysDate,
    threadCounts: new ThreadCounts(join(ports.folders.data, 'threads.json'), ports.log),
    backends,
    slots: () => ports.settings.get().parallelAnswers,
    affordableSlots: (model, wanted, others) => fits.affordableSlots(model, wanted, others),
    fitsBeside: (model, others) => fits.fitsBeside(model, others),
    speculation: (model) => speculationFor(model, ports.settings.get(), models),
    restartsByItself: true,
    idleUnloadMs: () => minutesToMs(ports.settings.get().idleUnloadMinutes),
    onNotice: (notice) => emit('engine.notice', notice.toReport()),
  });
  const fits: ModelFits = new ModelFits({
    resolveModel: (modelId) => models.resolveModel(modelId),
    status: () => engine.status,
    backends,
    kvCacheType: () => ports.settings.get().kvCacheType,
    slots: () => ports.settings.get().parallelAnswers,
    slotsInMemory: () => Math.max(1, engine.slots),
    availableMemory,
  });
  engine.onStatus((status) => emit('engine.changed', status));
  if (states) void forgetDeleted(states, history);
  let modelOfRun: ModelId | null = null;
  const chat = new Chat({
    history,
    models: { resolveModel: (modelId) => models.resolveModel(modelId ?? modelOfRun) },
    adapters: new AdapterUses(adapters),
    engine,
    // Who names a model on the command line wants that one.
    ...(ports.shell === 'cli' ? {} : { fits }),
    settings: ports.settings,
    emit,
    log: ports.log,
  });
  const backups = new Backups(ports);
  const onFailure = (failure: ErrorReport): void => emit('history.backupFailed', failure);
  const dailyBackups = new DailyBackups({ ports, backups, onFailure, looksByItself: ports.shell !== 'cli' });
  history.onReplaced((notice) => {
    emit('history.replaced', { notice: notice?.toReport() ?? null });
    if (states) void forgetDeleted(states, history);
  });
  const imports = new ImportJobs(
    ports,
    models,
    (path, signal) => tryModel(ports, path, signal),
    (job) => emit('import.changed', job),
  );

  // The command line shows none, and goes on with one when it is asked for the same again.
  if (ports.shell !== 'cli') await imports.findInterrupted();

  // What the command line does beside a window, and the other way round. The history sees to its own.
  const outside = followOutside(
    [
      { paths: () => models.watched, onChange: () => models.refresh() },
      { paths: () => adapters.watched, onChange: () => adapters.refresh() },
      {
        paths: () => [join(ports.folders.data, 'config.json')],
        onChange: () => {
          if (ports.settings.refresh?.() !== true) return;
          emit('settings.changed', ports.settings.get());
          void states?.fitBudget();
          engine.refreshIdle();
        },
      },
    ],
    (error) => ports.log.warn('what other processes do cannot be seen', { error: String(error) }),
  );

  const modelNameOf = async (modelId: ModelId | null | undefined): Promise<string | null> =>
    (modelId ? (await models.list()).find(({ id }) => id === modelId)?.name : null) ?? null;

  const asEnded = (open: OpenConversation): OpenConversation => ({ ...open, branch: chat.asEnded(open.branch) });

  const transfers = new TransferJobs(ports, history, (job) => emit('history.transferChanged', job));

  const downloads = new Downloads(ports, history);

  /** What was begun in one history does not go on in another: half of an import would lie in each. */
  const closable: Pick<History, 'whileClosed'> = {
    whileClosed: async (act) => {
      await transfers.endAll();
      await downloads.endAll();
      return history.whileClosed(act);
    },
  };

  const findSpeeds = speedFinder(ports, models.folder);

  const removeModel = async (modelId: ModelId): Promise<void> => {
    const model = await models.resolveModel(modelId).catch(() => null);
    const usage = engine.usageOf(modelId);
    if (usage === 'busy') throw new SarviError('model-in-use', { name: model?.name ?? modelId });
    if (usage === 'loaded') await engine.unload(modelId);
    // Conversations that were made before their model's name was kept get it while it is still known.
    if (model) await history.nameModel(modelId, model.name);
    await models.remove(modelId);
    await states?.forgetModel(modelId);
    const { defaultModelId, draftModelId, contextTokens, modelPresets } = ports.settings.get();
    const { [modelId]: window, ...windows } = contextTokens;
    const { [modelId]: preset, ...presets } = modelPresets;
    if ([defaultModelId, draftModelId].includes(modelId) || window !== undefined || preset !== undefined) {
      const left = (id: ModelId | null): ModelId | null => (id === modelId ? null : id);
      const chosen = { defaultModelId: left(defaultModelId), draftModelId: left(draftModelId) };
      ports.settings.change({ ...chosen, contextTokens: windows, modelPresets: presets });
      emit('settings.changed', ports.settings.get());
    }
  };

  const privacy = privacyHandlers(ports, backups, {
    history: closable,
    backups,
    states,
    imports,
    quiet: async () => {
      await chat.stopAll();
      await engine.unload();
    },
    modelIds: async () => (await models.list()).map(({ id }) => id),
    removeModel,
    adapterIds: async () => (await adapters.list()).map(({ id }) => id),
    removeAdapter: (adapterId) => adapters.remove(adapterId),
    logsFolder: join(ports.folders.data, 'logs'),
  });

  const handlers: Handlers = {
    'app.describe': () =>
      Promise.resolve({
        version: ports.version,
        shell: ports.shell,
        platform: ports.platform,
        systemLocale: ports.systemLocale,
        dataFolder: ports.folders.data,
        nativeDialogs: ports.dialogs !== null,
        notices: [history.notice?.toReport(), dailyBackups.failure].flatMap((notice) => notice ?? []),
      }),
    'app.noticeSeen': () => {
      history.noticeSeen();
      return Promise.resolve(null);
    },
    'app.choosePath': async ({ kind }) => {
      if (!ports.dialogs) throw new SarviError('unsupported-in-shell');
      return { path: await ports.dialogs.choosePath(kind) };
    },
    'app.chooseNewPath': async ({ suggestedName }) => {
      if (!ports.dialogs) throw new SarviError('unsupported-in-shell');
      return { path: await ports.dialogs.chooseNewPath(suggestedName) };
    },
    'app.listFolder': ({ path }) => listFolder(path, ports.folders.data),
    'settings.get': () => Promise.resolve(ports.settings.get()),
    'settings.update': (change) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      ports.settings.change(given);
      const settings = ports.settings.get();
      emit('settings.changed', settings);
      if (given['stateBudgetBytes'] !== undefined) void states?.fitBudget();
      if (given['idleUnloadMinutes'] !== undefined) engine.refreshIdle();
      return Promise.resolve(settings);
    },
    'models.list': () => models.list(),
    'models.inspect': ({ path }) => inspectModel(path, models.folder, findSpeeds, () => fits.fitting()),
    'models.import': async (input) => ({ jobId: await imports.start(input satisfies ImportRequest) }),
    'models.imports': () => Promise.resolve(imports.list()),
    'models.pauseImport': async ({ jobId }) => {
      await imports.pause(jobId);
      return null;
    },
    'models.resumeImport': async ({ jobId }) => {
      await imports.resume(jobId);
      return null;
    },
    'models.cancelImport': async ({ jobId }) => {
      await imports.cancel(jobId);
      return null;
    },
    'models.rename': async ({ modelId, name }) => {
      await models.rename(modelId, name);
      await history.nameModel(modelId, name);
      return null;
    },
    'models.remove': async ({ modelId }) => {
      await removeModel(modelId);
      return null;
    },
    ...adapterHandlers(adapters, models),
    'conversations.list': (input) => history.listConversations(input),
    'conversations.create': async (input) => {
      const modelName = await modelNameOf(input.modelId);
      if (input.systemPrompt !== undefined) return history.createConversation({ ...input, modelName });
      const { systemPrompt, sampling } = beginningOf(ports.settings.get(), input.modelId ?? null);
      const created = await history.createConversation({ ...input, systemPrompt, modelName });
      if (Object.keys(sampling).length === 0) return created;
      return history.updateConversation({ conversationId: created.id, sampling, modelName: null });
    },
    'conversations.open': async (input) => asEnded(await history.openConversation(input)),
    'conversations.page': async (input) => {
      const page = await history.pageConversation(input);
      return { ...page, messages: chat.asEnded(page.messages) };
    },
    'conversations.update': async ({ adapters: wished, ...input }) => {
      const conversation = (): Promise<Conversation> => history.conversation(input.conversationId);
      const named = wished && { adapters: await nameAdapters(wished, adapters, conversation) };
      return history.updateConversation({ ...input, ...named, modelName: await modelNameOf(input.modelId) });
    },
    'conversations.remove': async (input) => {
      const removed = await history.removeConversation(input);
      // Nobody sees the answer any more, and others may be waiting for their turn.
      void chat.stopConversation(input.conversationId);
      return removed;
    },
    'conversations.restore': (input) => history.restoreConversation(input),
    'conversations.selectBranch': async (input) => asEnded(await history.selectBranch(input)),
    'trash.list': (input) => history.listTrash(input),
    'trash.messages': (input) => history.listRemovals(input),
    'trash.delete': (input) => history.deleteFromTrash(input),
    'trash.empty': () => history.emptyTrash(),
    'folders.list': () => history.listFolders(),
    'folders.create': (input) => history.createFolder(input),
    'folders.update': (input) => history.updateFolder(input),
    'folders.remove': (input) => history.removeFolder(input),
    'tags.list': () => history.listTags(),
    'tags.create': (input) => history.createTag(input),
    'tags.update': (input) => history.updateTag(input),
    'tags.remove': (input) => history.removeTag(input),
    'drafts.list': () => history.listDrafts(),
    'drafts.put': (input) => history.putDraft(input),
    ...privacy,
    ...backupHandlers(backups, closable, () => chat.stopAll()),
    ...transferHandlers(transfers, downloads, history),
    'history.search': (input) => history.search(input),
    'chat.send': (input) => chat.send(input),
    'chat.regenerate': (input) => chat.regenerate(input),
    'chat.continue': (input) => chat.continue(input),
    'chat.editAnswer': async (input) => ({ message: await chat.editAnswer(input) }),
    'chat.countTokens': async ({ modelId, text }) => ({
      tokens: await engine.countIfLoaded(await models.resolveModel(modelId), text),
    }),
    'messages.remove': async (input) => {
      const removed = await chat.removeMessages(input);
      // What was read of it is no longer kept; a later answer is.
      void states?.forget(input.conversationId).then(() => states.remember(input.conversationId));
      return removed;
    },
    'messages.restore': ({ removalId }) => chat.restoreMessages(removalId),
    'conversations.markdown': async ({ conversationId, language }) => {
      const input = { conversationId, language, format: 'markdown', allLeaves: false } as const;
      return { text: (await history.renderConversation(input)).text };
    },
    'chat.stop': async (input) => {
      await chat.stop(input.generationId);
      return null;
    },
    'chat.renderPrompt': async ({ modelId, messages, addGenerationPrompt }) =>
      engine.renderPrompt({ model: await models.resolveModel(modelId), messages, addGenerationPrompt }),
    'engine.status': () => Promise.resolve(engine.status),
    'engine.backends': () => backends.list(),
    'engine.retryBackend': async ({ backend }) => {
      await backends.retry(backend);
      return backends.list();
    },
    'models.loadAnyway': ({ modelId }) => {
      fits.allow(modelId);
      return Promise.resolve(null);
    },
    'models.fit': ({ modelId, contextTokens }) => fits.fit(modelId, contextTokens),
  };

  const answer = async (name: string, input: unknown): Promise<unknown> => {
    const declared = calls.get(name as CallName);
    if (!declared) throw new SarviError('invalid-input', { reason: `there is no call ${JSON.stringify(name)}` });
    requireBounded(input);
    const parsed = v.safeParse(declared.input, input, { abortEarly: true });
    if (!parsed.success) throw new SarviError('invalid-input', { reason: `${name}: ${v.summarize(parsed.issues)}` });
    const gone = NEED_DATA_FOLDER.has(name) ? await dataFolder.look() : null;
    if (gone) throw gone;
    const handler = handlers[name as CallName] as (valid: unknown) => Promise<unknown>;
    return handler(parsed.output);
  };

  const listen = (listener: AppListener): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  return {
    async call(name, input) {
      try {
        return { ok: true, value: await answer(name, input) };
      } catch (thrown) {
        const error = SarviError.from(thrown);
        if (error.code === 'internal') ports.log.error('a call failed', { call: name, error: error.stack });
        return { ok: false, error: error.toReport() };
      }
    },
    ask: async (name, input) => (await answer(name, input)) as never,
    listen,
    async importModel(request, { signal, onProgress }) {
      const jobId = await imports.start(request);
      const stopListening = listen((name, payload) => {
        if (name === 'import.changed' && (payload as ImportJob).id === jobId) onProgress(payload as ImportJob);
      });
      const cancel = (): void => imports.abort(jobId);
      signal.addEventListener('abort', cancel, { once: true });
      if (signal.aborted) cancel();
      try {
        return await imports.ended(jobId);
      } finally {
        signal.removeEventListener('abort', cancel);
        stopListening();
      }
    },
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
    takeNotice: () => history.takeNotice(),
    async dispose() {
      outside.end();
      await imports.dispose();
      await transfers.endAll();
      await downloads.endAll();
      await chat.dispose();
      backends.dispose();
      await engine.dispose();
      await engine.settled();
      await chat.settled();
      await dailyBackups.dispose();
      dataFolder.dispose();
      await history.close();
    },
  };
}

function minutesToMs(minutes: number | null): number | null {
  return minutes === null ? null : minutes * 60_000;
}
