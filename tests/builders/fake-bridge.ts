/**
 * A bridge with a small core in memory behind it: conversations as trees, a library, imports with progress, and
 * answers that stream word by word. It stands at the renderer's only border, so tests of components need nothing else.
 */
import type { Adapter } from '#contract/adapters';
import type { Backup } from '#contract/backup-calls';
import type {
  Bridge,
  CallError,
  CallInput,
  CallName,
  CallOutput,
  CallResult,
  EventName,
  EventPayload,
} from '#contract/contract';
import type { ErrorCode, ErrorDetails, ErrorReport } from '#contract/errors';
import { LICENCE_FACTS, LLAMA_LICENCES, llamaLicenceOf } from '#contract/licences';
import type { Conversation, OpenConversation } from '#contract/conversations';
import { STOPPED_ENGINE, type EngineStatus, type ModelFit } from '#contract/engine';
import type { Folder, Tag } from '#contract/folders';
import type { ImportJob, Inspection } from '#contract/imports';
import type { BranchMessage, Message } from '#contract/messages';
import type { Model } from '#contract/models';
import type { MessageId } from '#contract/primitives';
import type { SearchHit } from '#contract/search-calls';
import { DEFAULT_SETTINGS, type Settings } from '#contract/settings';
import {
  buildAdapter,
  buildBackup,
  buildGenerationRecord,
  buildInspection,
  buildMessage,
  buildModel,
} from './contract-values.ts';
import { buildBackends, buildFit } from './engine-values.ts';

export interface FakeCore {
  readonly models?: readonly Model[];
  readonly adapters?: readonly Adapter[];
  readonly backups?: readonly Backup[];
  readonly imports?: readonly ImportJob[];
  readonly conversations?: readonly Conversation[];
  readonly conversationFolders?: readonly Folder[];
  readonly tags?: readonly Tag[];
  readonly messages?: readonly Message[];
  readonly settings?: Partial<Settings>;
  readonly description?: Partial<CallOutput<'app.describe'>>;
  /** What `models.inspect` finds, by path; others are `path-missing`. */
  readonly inspections?: Readonly<Record<string, Inspection>>;
  /** What `app.listFolder` lists, by path; the first is the home. */
  readonly folders?: readonly CallOutput<'app.listFolder'>[];
  readonly answer?: (question: string) => string;
  /** What is told of the memory of a model, by id; others fit. */
  readonly fits?: Readonly<Record<string, Partial<ModelFit>>>;
  /** Pause between two pieces of an answer, and between two steps of an import. */
  readonly stepMs?: number;
  /** Where what is dropped lies, for a shell that can tell. */
  readonly droppedPath?: string;
}

type Handlers = { [Name in CallName]?: (input: CallInput<Name>) => CallOutput<Name> };

class Failure extends Error {
  readonly report: ErrorReport;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(code);
    this.report = { code, details, message: code };
  }
}

export class FakeBridge implements Bridge {
  readonly calls: { name: CallName; input: unknown }[] = [];
  readonly opened: string[] = [];
  /** Folders of backups on disks that are not connected. */
  away: string[] = [];
  /** In one answer, as if they were long. */
  mostMessages = Infinity;
  #models: Model[];
  #adapters: Adapter[];
  #backups: Backup[];
  #settings: Settings;
  #engine = STOPPED_ENGINE;
  readonly #core: FakeCore;
  readonly #conversations = new Map<string, Conversation>();
  readonly #removed = new Map<string, Conversation>();
  /** Kept between pages: a test may have a hundred thousand. */
  #inOrder: Conversation[] | null = null;
  #folders: Folder[];
  #tags: Tag[];
  readonly #messages = new Map<MessageId, Message>();
  readonly #removals = new Map<string, { removed: Message[]; leafId: string; removedAt: number }>();
  readonly #drafts = new Map<string, string>();
  readonly #activeLeaf = new Map<string, MessageId>();
  readonly #jobs = new Map<string, ImportJob>();
  readonly #running = new Map<string, { stopped: boolean; conversationId: string }>();
  readonly #listeners = new Map<string, Set<(payload: never) => void>>();
  readonly #failures = new Map<CallName, ErrorReport>();
  readonly #held = new Map<CallName, Promise<void>>();
  /** Of the download that is under way. */
  #pieces: string[] = [];
  #number = 0;

  constructor(core: FakeCore = {}) {
    this.#core = core;
    this.#models = [...(core.models ?? [])];
    this.#adapters = [...(core.adapters ?? [])];
    this.#backups = [...(core.backups ?? [])];
    this.#folders = [...(core.conversationFolders ?? [])];
    this.#tags = [...(core.tags ?? [])];
    const acceptedLicences = [...LLAMA_LICENCES];
    this.#settings = { ...DEFAULT_SETTINGS, acceptedLicences, welcomeDone: this.#models.length > 0, ...core.settings };
    for (const conversation of core.conversations ?? []) this.#conversations.set(conversation.id, conversation);
    for (const job of core.imports ?? []) this.#jobs.set(job.id, job);
    for (const message of core.messages ?? []) this.#keep(message);
  }

  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>> {
    this.calls.push({ name, input });
    const held = this.#held.get(name);
    if (held) {
      this.#held.delete(name);
      return held.then(() => this.#answer(name, input));
    }
    return this.#answer(name, input);
  }

  #answer<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>> {
    const failure = this.#failures.get(name);
    if (failure) {
      this.#failures.delete(name);
      return Promise.resolve({ ok: false, error: failure as ErrorReport<CallError<Name>> });
    }
    const handler = this.#handlers[name] as ((input: CallInput<Name>) => CallOutput<Name>) | undefined;
    try {
      if (!handler) throw new Failure('unsupported-in-shell');
      // As over a real border, nothing is shared between the two sides.
      return Promise.resolve({ ok: true, value: structuredClone(handler(structuredClone(input))) });
    } catch (error) {
      if (error instanceof Failure)
        return Promise.resolve({ ok: false, error: error.report as ErrorReport<CallError<Name>> });
      throw error;
    }
  }

  listen<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  pathOfFile(): string | null {
    return this.#core.droppedPath ?? null;
  }

  emit<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(structuredClone(payload) as never);
  }

  /** The draft that is kept for a conversation. */
  draftOf(conversationId: string): string | undefined {
    return this.#drafts.get(conversationId);
  }

  /** Keeps a message as the newest of its conversation, as the core does while it streams. */
  streamAnswer(message: Message): void {
    this.#keep(message);
  }

  /** Lets the next call of this name fail. */
  failNext<Name extends CallName>(name: Name, code: CallError<Name>, details: ErrorDetails = {}): void {
    this.#failures.set(name, { code, details, message: code });
  }

  /** Keeps the next call of this name waiting until the function that is returned is called. */
  holdNext(name: CallName): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.set(name, promise);
    return resolve;
  }

  readonly #handlers: Handlers = {
    'app.describe': () => ({
      version: '0.1.0',
      shell: 'web',
      platform: 'linux',
      systemLocale: 'fi-FI',
      dataFolder: '/home/aino/.local/share/sarvi',
      nativeDialogs: false,
      notices: [],
      ...this.#core.description,
    }),
    'app.noticeSeen': () => null,
    'app.chooseNewPath': ({ suggestedName }) => ({ path: `/home/aino/${suggestedName}` }),
    'history.transfers': () => [],
    'history.import': () => ({ jobId: 'transfer' }),
    'history.export': () => ({ jobId: 'transfer' }),
    'history.beginDownload': ({ conversationIds }) => {
      this.#pieces = ['# Retki\n', 'Minne?\n'];
      return { downloadId: 'download', conversations: conversationIds?.length ?? this.#conversations.size };
    },
    'history.downloadPiece': () => ({ text: this.#pieces.shift() ?? null, conversationsDone: 0 }),
    'history.endDownload': () => null,
    'history.cancelTransfer': () => null,
    'app.choosePath': () => ({ path: Object.keys(this.#core.inspections ?? {})[0] ?? null }),
    'app.listFolder': ({ path }) => {
      const folders = this.#core.folders ?? [];
      const listing = path === undefined ? folders[0] : folders.find((folder) => folder.path === path);
      if (!listing) throw new Failure('path-missing', { path: path ?? '/' });
      return listing;
    },
    'settings.get': () => this.#settings,
    'settings.update': (change) => {
      this.#settings = { ...this.#settings, ...change } as Settings;
      this.emit('settings.changed', this.#settings);
      return this.#settings;
    },
    'engine.status': () => this.#engine,
    'engine.backends': () => buildBackends(this.#settings.backend),
    'engine.retryBackend': () => buildBackends(this.#settings.backend),
    'models.fit': ({ modelId }) => buildFit({ modelId, ...this.#core.fits?.[modelId] }),
    'models.loadAnyway': () => null,
    'history.backups': () => ({ folder: '/home/aino/.local/share/sarvi/history/backups', backups: this.#backups }),
    'history.backUp': () => {
      const backup = buildBackup({ reason: 'by-hand', madeAt: Date.UTC(2026, 10, 23, 12), id: 'by-hand-now.db' });
      this.#backups = [backup, ...this.#backups];
      return backup;
    },
    'history.restore': ({ backupId }) => {
      if (!this.#backups.some(({ id }) => id === backupId)) throw new Failure('backup-unknown', { backup: backupId });
      this.#conversations.clear();
      this.#inOrder = null;
      this.emit('history.replaced', { notice: null });
      return { setAside: null };
    },
    'models.list': () => this.#models,
    'adapters.list': () => this.#adapters,
    'adapters.import': ({ path }) => {
      const adapter = buildAdapter({ id: 'e'.repeat(32), name: path.split('/').at(-1) ?? path });
      this.#setAdapters([adapter, ...this.#adapters]);
      return adapter;
    },
    'adapters.rename': ({ adapterId, name }) => {
      this.#setAdapters(this.#adapters.map((one) => (one.id === adapterId ? { ...one, name } : one)));
      return null;
    },
    'adapters.remove': ({ adapterId }) => {
      this.#setAdapters(this.#adapters.filter(({ id }) => id !== adapterId));
      return null;
    },
    'models.imports': () => [...this.#jobs.values()],
    'models.inspect': ({ path }) => {
      const inspection = this.#core.inspections?.[path];
      if (!inspection) throw new Failure('path-missing', { path });
      return inspection;
    },
    'models.import': (request) => {
      const jobId = this.#id('job');
      void this.#runImport(jobId, request);
      return { jobId };
    },
    'models.cancelImport': ({ jobId }) => {
      const job = this.#jobs.get(jobId);
      if (!job) throw new Failure('import-unknown');
      if (job.state === 'running') this.#putJob({ ...job, state: 'cancelled', phase: 'ended' });
      else this.#jobs.delete(jobId);
      return null;
    },
    'models.pauseImport': ({ jobId }) => {
      const job = this.#jobs.get(jobId);
      if (!job) throw new Failure('import-unknown');
      this.#putJob({ ...job, state: 'paused', phase: 'ended', secondsLeft: null });
      return null;
    },
    'models.resumeImport': ({ jobId }) => {
      const job = this.#jobs.get(jobId);
      if (!job) throw new Failure('import-unknown');
      this.#putJob({ ...job, state: 'running', phase: 'converting', error: null });
      return null;
    },
    'privacy.kept': () => [
      { kind: 'conversations', path: '/home/aino/.local/share/sarvi/history', sizeBytes: 12_400_000 },
      { kind: 'backups', path: '/home/aino/.local/share/sarvi/history/backups', sizeBytes: 48_000_000 },
      { kind: 'backups', path: '/media/levy/sarvi', sizeBytes: 31_000_000 },
      { kind: 'models', path: '/home/aino/.local/share/sarvi/models', sizeBytes: 4_920_734_272 },
      { kind: 'states', path: '/home/aino/.local/share/sarvi/states', sizeBytes: 910_000_000 },
      { kind: 'settings', path: '/home/aino/.local/share/sarvi/config.json', sizeBytes: 812 },
      { kind: 'logs', path: '/home/aino/.local/share/sarvi/logs', sizeBytes: 20_000 },
      { kind: 'page-keys', path: '/home/aino/.local/share/sarvi/web-shell.json', sizeBytes: 640 },
    ],
    'privacy.open': () => null,
    'privacy.deleteAll': ({ models }) => {
      this.#conversations.clear();
      this.#inOrder = null;
      this.#backups = [];
      if (models) this.#setModels([]);
      this.emit('history.replaced', { notice: null });
      return { away: this.away };
    },
    'models.rename': ({ modelId, name }) => {
      this.#setModels(this.#models.map((model) => (model.id === modelId ? { ...model, name } : model)));
      return null;
    },
    'models.remove': ({ modelId }) => {
      this.#setModels(this.#models.filter((model) => model.id !== modelId));
      return null;
    },
    'conversations.list': ({ limit, cursor = '0', archived = false, folderId, tagId }) => {
      const listed = this.#sorted().filter(
        (conversation) =>
          conversation.archived === archived &&
          (folderId === undefined || conversation.folderId === folderId) &&
          (tagId === undefined || conversation.tagIds.includes(tagId)),
      );
      return pageOf(listed, limit, cursor);
    },
    'trash.list': ({ limit, cursor = '0' }) =>
      pageOf(
        [...this.#removed.values()].sort((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0)),
        limit,
        cursor,
      ),
    'trash.messages': () => ({
      removals: [...this.#removals].reverse().flatMap(([id, { removed, removedAt }]) => {
        const [first] = removed;
        const conversation = this.#conversations.get(first?.conversationId ?? '');
        if (!first || !conversation) return [];
        const { id: conversationId, title: conversationTitle } = conversation;
        return [{ id, conversationId, conversationTitle, messages: removed.length, excerpt: first.text, removedAt }];
      }),
      nextCursor: null,
    }),
    'trash.delete': ({ conversationIds = [], removalIds = [] }) => {
      const deleted = conversationIds.filter((id) => this.#removed.delete(id)).length;
      if (deleted > 0) this.emit('conversation.changed', { kind: 'deleted', conversationIds });
      const messages = removalIds.filter((id) => this.#removals.delete(id)).length;
      if (messages > 0) this.emit('trash.changed', { kind: 'messages' });
      return { deleted: deleted + messages };
    },
    'trash.empty': () => {
      const deleted = this.#removed.size + this.#removals.size;
      this.#removed.clear();
      this.#removals.clear();
      return { deleted };
    },
    'folders.list': () => this.#folders,
    'folders.create': ({ name }) => {
      if (this.#folders.some((folder) => folder.name === name)) throw new Failure('name-taken', { name });
      const folder = { id: this.#id('folder'), name };
      this.#setFolders([...this.#folders, folder]);
      return folder;
    },
    'folders.update': ({ folderId, name, index }) => {
      const folder = this.#folders.find(({ id }) => id === folderId);
      if (!folder) throw new Failure('folder-unknown');
      const updated = { ...folder, ...(name === undefined ? {} : { name }) };
      const others = this.#folders.filter(({ id }) => id !== folderId);
      this.#setFolders(others.toSpliced(index ?? this.#folders.indexOf(folder), 0, updated));
      return updated;
    },
    'folders.remove': ({ folderId }) => {
      for (const conversation of [...this.#conversations.values()]) {
        if (conversation.folderId === folderId) this.#putConversation({ ...conversation, folderId: null });
      }
      this.#setFolders(this.#folders.filter(({ id }) => id !== folderId));
      return null;
    },
    'tags.list': () => this.#tags,
    'tags.create': ({ name, colour }) => {
      const tag = { id: this.#id('tag'), name, colour };
      this.#setTags([...this.#tags, tag]);
      return tag;
    },
    'tags.update': ({ tagId, ...change }) => {
      const tag = this.#tags.find(({ id }) => id === tagId);
      if (!tag) throw new Failure('tag-unknown');
      const updated = { ...tag, ...change } as Tag;
      this.#setTags(this.#tags.map((other) => (other.id === tagId ? updated : other)));
      return updated;
    },
    'tags.remove': ({ tagId }) => {
      for (const conversation of [...this.#conversations.values()]) {
        const tagIds = conversation.tagIds.filter((id) => id !== tagId);
        if (conversation.tagIds.includes(tagId)) this.#putConversation({ ...conversation, tagIds });
      }
      this.#setTags(this.#tags.filter(({ id }) => id !== tagId));
      return null;
    },
    'conversations.create': ({ modelId, systemPrompt }) => {
      const now = Date.now();
      const conversation: Conversation = {
        id: this.#id('c'),
        title: '',
        systemPrompt: systemPrompt ?? this.#settings.systemPrompt,
        modelId: modelId ?? null,
        modelName: this.#models.find(({ id }) => id === modelId)?.name ?? null,
        sampling: {},
        adapters: [],
        pinned: false,
        archived: false,
        folderId: null,
        tagIds: [],
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
      };
      this.#putConversation(conversation);
      return conversation;
    },
    'conversations.open': ({ conversationId, messageId, limit }) => this.#open(conversationId, messageId, limit),
    'conversations.page': ({ leafId, from, limit: wanted = 60 }) => {
      const limit = Math.min(wanted, this.mostMessages);
      const branch = this.#branch(leafId);
      const index = branch.findIndex(({ id }) => id === from.messageId);
      const start = from.side === 'before' ? Math.max(0, index - limit) : index + 1;
      const end = from.side === 'before' ? index : Math.min(branch.length, index + 1 + limit);
      return { messages: branch.slice(start, end), earlierCount: start, laterCount: branch.length - end };
    },
    'drafts.list': () => [...this.#drafts].map(([key, text]) => ({ conversationId: key === '' ? null : key, text })),
    'drafts.put': ({ conversationId, text, from }) => {
      if (text === '') this.#drafts.delete(conversationId ?? '');
      else this.#drafts.set(conversationId ?? '', text);
      this.emit('draft.changed', { conversationId, text, from: from ?? null });
      return null;
    },
    'conversations.update': ({ conversationId, adapters, ...change }) => {
      const old = this.#conversation(conversationId);
      const known = [...this.#adapters.map(({ id, name }) => ({ adapterId: id, name })), ...old.adapters];
      const named = adapters?.map(({ adapterId, scale = 1 }) => {
        return { adapterId, scale, name: known.find((one) => one.adapterId === adapterId)?.name ?? '' };
      });
      const updated = { ...old, ...change, ...(named ? { adapters: named } : {}) } as Conversation;
      this.#putConversation(updated);
      return updated;
    },
    'conversations.restore': ({ conversationId }) => {
      this.#restore(conversationId);
      return this.#conversation(conversationId);
    },
    'conversations.changeSeveral': ({ conversationIds, to }) => {
      const from = to.kind === 'restore' ? this.#removed : this.#conversations;
      const ids = conversationIds.filter((id) => from.has(id));
      for (const id of ids) this.#changeOne(id, to);
      return { conversationIds: ids };
    },
    'conversations.selectBranch': ({ conversationId, messageId, limit }) => {
      this.#activeLeaf.set(conversationId, this.#newestLeaf(messageId));
      return this.#open(conversationId, messageId, limit);
    },
    'history.search': ({ query, filters, limit = 50 }) => {
      const hits = this.#search(query).filter(
        ({ role, conversationId }) =>
          (filters?.role === undefined || role === filters.role) &&
          (filters?.folderId === undefined || this.#conversation(conversationId).folderId === filters.folderId),
      );
      return { hits: hits.slice(0, limit), groups: [], total: hits.length, complete: true };
    },
    'chat.send': ({ conversationId, parentId, text }) => {
      const conversation = this.#conversation(conversationId);
      if (this.#models.length === 0) throw new Failure('no-model');
      const model = this.#models.find(({ id }) => id === conversation.modelId);
      const licence = model && llamaLicenceOf(model);
      if (licence && !this.#settings.acceptedLicences.includes(licence)) {
        throw new Failure('licence-not-accepted', {
          modelId: model.id,
          name: model.name,
          licence: LICENCE_FACTS[licence].name,
        });
      }
      const userMessage = this.#addMessage({ conversationId, parentId, role: 'user', text });
      const title = conversation.title || text.slice(0, 60);
      this.#putConversation({ ...conversation, title, updatedAt: Date.now() });
      return { ...this.#startAnswer(userMessage), userMessage };
    },
    'chat.regenerate': ({ messageId }) => {
      const message = this.#messages.get(messageId);
      const question = message?.role === 'user' ? message : this.#messages.get(message?.parentId ?? '');
      if (!question) throw new Failure('message-unknown');
      return this.#startAnswer(question);
    },
    'chat.continue': ({ messageId }) => {
      const answer = this.#messages.get(messageId);
      const question = this.#messages.get(answer?.parentId ?? '');
      if (!answer || !question) throw new Failure('message-unknown');
      if (answer.stopReason === 'end-of-generation') throw new Failure('answer-not-continuable', { reason: 'x' });
      const reopened: Message = { ...answer, streaming: true, stopReason: null };
      this.#keep(reopened);
      const generationId = this.#id('g');
      this.#running.set(generationId, { stopped: false, conversationId: answer.conversationId });
      void this.#stream(generationId, question, reopened);
      return { generationId, assistantMessage: reopened };
    },
    'chat.editAnswer': ({ conversationId, messageId, text }) => {
      const parentId = this.#messages.get(messageId)?.parentId ?? null;
      const stopReason = 'edited';
      return { message: this.#addMessage({ conversationId, parentId, role: 'assistant', text, stopReason }) };
    },
    'chat.countTokens': ({ text }) => ({
      tokens: this.#engine.contextTokens === null ? null : (text.match(/\S+/g) ?? []).length,
    }),
    'messages.remove': ({ conversationId, messageId }) => {
      const message = this.#messages.get(messageId);
      if (!message) throw new Failure('message-unknown');
      const leafId = this.#activeLeaf.get(conversationId) ?? '';
      const removed = [message];
      for (const one of removed) {
        this.#messages.delete(one.id);
        removed.push(...[...this.#messages.values()].filter(({ parentId }) => parentId === one.id));
      }
      const removalId = this.#id('removal');
      this.#removals.set(removalId, { removed, leafId, removedAt: Date.now() });
      const sibling = [...this.#messages.values()].findLast(
        (other) => other.conversationId === conversationId && other.parentId === message.parentId,
      );
      this.#activeLeaf.set(conversationId, sibling ? this.#newestLeaf(sibling.id) : (message.parentId ?? ''));
      this.emit('trash.changed', { kind: 'messages' });
      return { removalId, removedMessages: removed.length, open: this.#open(conversationId) };
    },
    'messages.restore': ({ removalId }) => {
      const removal = this.#removals.get(removalId);
      const [first] = removal?.removed ?? [];
      if (!removal || !first) throw new Failure('removal-unknown');
      for (const message of removal.removed) this.#messages.set(message.id, message);
      this.#removals.delete(removalId);
      this.#activeLeaf.set(first.conversationId, removal.leafId);
      this.emit('trash.changed', { kind: 'messages' });
      return this.#open(first.conversationId);
    },
    'conversations.markdown': ({ conversationId }) => ({
      text: this.#branch(this.#activeLeaf.get(conversationId) ?? '')
        .map(({ role, text }) => `## ${role}\n\n${text}\n`)
        .join('\n'),
    }),
    'chat.stop': ({ generationId }) => {
      const generation = this.#running.get(generationId);
      if (generation) generation.stopped = true;
      return null;
    },
  };

  #changeOne(id: string, to: CallInput<'conversations.changeSeveral'>['to']): void {
    if (to.kind === 'restore') {
      this.#restore(id);
      return;
    }
    const old = this.#conversation(id);
    switch (to.kind) {
      case 'remove':
        this.#removed.set(id, { ...old, deletedAt: Date.now() });
        this.#conversations.delete(id);
        this.#inOrder = null;
        this.emit('conversation.changed', { kind: 'removed', conversationId: id });
        return;
      case 'archive':
        this.#putConversation({ ...old, archived: to.archived });
        return;
      case 'move':
        this.#putConversation({ ...old, folderId: to.folderId });
        return;
      case 'tag': {
        const others = old.tagIds.filter((tagId) => tagId !== to.tagId);
        this.#putConversation({ ...old, tagIds: to.carried ? [...others, to.tagId] : others });
      }
    }
  }

  #restore(id: string): void {
    const removed = this.#removed.get(id);
    if (!removed) throw new Failure('conversation-unknown');
    this.#removed.delete(id);
    this.#putConversation({ ...removed, deletedAt: null });
  }

  #startAnswer(question: Message): { generationId: string; assistantMessage: Message } {
    const { conversationId } = question;
    if ([...this.#running.values()].some((running) => running.conversationId === conversationId)) {
      throw new Failure('generation-running');
    }
    const assistantMessage = this.#addMessage({
      conversationId,
      parentId: question.id,
      role: 'assistant',
      text: '',
      streaming: true,
    });
    const generationId = this.#id('g');
    this.#running.set(generationId, { stopped: false, conversationId });
    void this.#stream(generationId, question, assistantMessage);
    return { generationId, assistantMessage };
  }

  async #stream(generationId: string, question: Message, message: Message): Promise<void> {
    const ids = { generationId, conversationId: message.conversationId, messageId: message.id };
    const model = this.#models.find(({ id }) => id === this.#conversation(message.conversationId).modelId);
    const contextTokens = model?.facts.contextTokens ?? null;
    const status = { modelId: model?.id ?? null, backend: 'CPU', contextTokens, otherModelIds: [] };
    await this.#step();
    this.emit('generation.changed', { ...ids, kind: 'waiting' });
    if (this.#engine.state === 'stopped') {
      for (const fraction of [0, 0.5, 1]) {
        this.#setEngine({ ...status, state: 'loading', loadFraction: fraction });
        this.emit('generation.changed', { ...ids, kind: 'loading', fraction });
        await this.#step();
      }
    }
    this.#setEngine({ ...status, state: 'generating', loadFraction: null });
    const figures = { backend: 'CPU', seed: 1, freshTokens: 20, cachedTokens: 0, contextTokens: 2048 };
    this.emit('generation.changed', { ...ids, kind: 'started', ...figures, memoryBeginsAt: null });
    this.emit('generation.changed', { ...ids, kind: 'reading', tokensDone: 10, tokensTotal: 20 });
    await this.#step();
    const answer = this.#core.answer?.(question.text) ?? `Kysyit: ${question.text}`;
    let { text } = message;
    let tokens = 0;
    for (const piece of answer.match(/\S+\s*|\s+/g) ?? []) {
      if (this.#running.get(generationId)?.stopped) break;
      tokens += 1;
      const tokensPerSecond = tokens < 2 ? null : 42.5;
      const counts = { generatedTokens: tokens, contextUsedTokens: 18 + tokens, tokensPerSecond };
      const progress = { offset: text.length, delta: piece, ...counts };
      this.emit('generation.changed', { ...ids, kind: 'text', ...progress });
      text += piece;
      await this.#step();
    }
    const stopped = this.#running.get(generationId)?.stopped ?? false;
    this.#running.delete(generationId);
    const finished: Message = {
      ...message,
      text,
      streaming: false,
      stopReason: stopped ? 'stopped' : 'end-of-generation',
      generation: buildGenerationRecord({
        generatedTokens: tokens,
        ...(model ? { modelId: model.id, modelName: model.name } : {}),
      }),
    };
    this.#keep(finished);
    this.#setEngine({ ...status, state: 'ready', loadFraction: null });
    this.emit('generation.changed', { ...ids, kind: 'finished', message: finished });
  }

  async #runImport(jobId: string, request: CallInput<'models.import'>): Promise<void> {
    const { source } = request;
    const inspection = source.kind === 'path' ? (this.#core.inspections?.[source.path] ?? buildInspection()) : null;
    const guide = buildModel();
    const name = request.name ?? inspection?.facts.name ?? guide.name;
    const quantization = request.quantization ?? 'Q4_K_M';
    const bytesTotal = inspection?.sizes.find((size) => size.quantization === quantization)?.sizeBytes ?? 3_700_000;
    const job: ImportJob = {
      id: jobId,
      name,
      quantization,
      state: 'running',
      phase: 'reading',
      bytesDone: 0,
      bytesTotal,
      secondsLeft: null,
      modelId: null,
      error: null,
    };
    this.#putJob(job);
    const STEPS = 12;
    for (let step = 1; step <= STEPS; step += 1) {
      await this.#step();
      if (this.#jobs.get(jobId)?.state !== 'running') return;
      const bytesDone = Math.round((bytesTotal * step) / STEPS);
      this.#putJob({ ...job, phase: 'converting', bytesDone, secondsLeft: (STEPS - step) * 7 });
    }
    const facts = { ...(inspection?.facts ?? guide.facts), fileType: quantization, sizeBytes: bytesTotal };
    const model = buildModel({
      id: this.#id('model'),
      name,
      family: inspection?.family ?? 'guide',
      facts,
      addedAt: Date.now(),
    });
    this.#setModels([...this.#models, model]);
    this.#putJob({ ...job, state: 'finished', phase: 'ended', bytesDone: bytesTotal, modelId: model.id });
  }

  #open(conversationId: string, messageId?: MessageId, wanted = 60): OpenConversation {
    const limit = Math.min(wanted, this.mostMessages);
    const conversation = this.#conversation(conversationId);
    let branch = this.#branch(this.#activeLeaf.get(conversationId) ?? '');
    if (messageId !== undefined && !branch.some(({ id }) => id === messageId)) {
      branch = this.#branch(this.#newestLeaf(messageId));
    }
    const index = branch.findIndex(({ id }) => id === messageId);
    const middle = index < 0 ? branch.length : index - Math.floor(limit / 2);
    const start = Math.max(0, Math.min(middle, branch.length - limit));
    const shown = branch.slice(start, start + limit);
    const leafId = branch.at(-1)?.id ?? null;
    const laterCount = branch.length - start - shown.length;
    return { conversation, leafId, branch: shown, earlierCount: start, laterCount };
  }

  #branch(leafId: MessageId): BranchMessage[] {
    const branch: BranchMessage[] = [];
    const siblings = Map.groupBy(
      this.#messages.values(),
      ({ conversationId, parentId }) => `${conversationId} ${parentId}`,
    );
    let message = this.#messages.get(leafId);
    while (message) {
      const { parentId, conversationId } = message;
      const siblingIds = siblings.get(`${conversationId} ${parentId}`)?.map(({ id }) => id) ?? [];
      branch.push({ ...message, siblingIds });
      message = parentId === null ? undefined : this.#messages.get(parentId);
    }
    return branch.reverse();
  }

  #newestLeaf(messageId: MessageId): MessageId {
    const child = [...this.#messages.values()].findLast(({ parentId }) => parentId === messageId);
    return child ? this.#newestLeaf(child.id) : messageId;
  }

  #search(query: string): SearchHit[] {
    const word = query.toLowerCase();
    const titles = [...this.#conversations.values()].flatMap(({ id, title, createdAt }): SearchHit[] => {
      const at = title.toLowerCase().indexOf(word);
      if (at < 0) return [];
      const snippet = [
        { text: title.slice(0, at), marked: false },
        { text: title.slice(at, at + word.length), marked: true },
        { text: title.slice(at + word.length), marked: false },
      ];
      const hit = { conversationId: id, conversationTitle: title, messageId: null, role: null };
      return [{ ...hit, snippet, score: 1, createdAt }];
    });
    const messages = [...this.#messages.values()]
      .filter(
        ({ text, conversationId }) => this.#conversations.has(conversationId) && text.toLowerCase().includes(word),
      )
      .map((message, index) => {
        const at = message.text.toLowerCase().indexOf(word);
        const end = at + word.length;
        return {
          conversationId: message.conversationId,
          conversationTitle: this.#conversation(message.conversationId).title,
          messageId: message.id,
          role: message.role,
          snippet: [
            { text: message.text.slice(Math.max(0, at - 40), at), marked: false },
            { text: message.text.slice(at, end), marked: true },
            { text: message.text.slice(end, end + 80), marked: false },
          ],
          score: -index,
          createdAt: message.createdAt,
        };
      });
    return [...titles, ...messages];
  }

  #conversation(id: string): Conversation {
    const conversation = this.#conversations.get(id);
    if (!conversation) throw new Failure('conversation-unknown');
    return conversation;
  }

  #sorted(): Conversation[] {
    this.#inOrder ??= [...this.#conversations.values()].sort(
      (a, b) => Number(b.pinned) - Number(a.pinned) || b.updatedAt - a.updatedAt,
    );
    return this.#inOrder;
  }

  #addMessage(fields: Partial<Message>): Message {
    const message = buildMessage({ id: this.#id('m'), createdAt: Date.now(), ...fields });
    this.#keep(message);
    return message;
  }

  #keep(message: Message): void {
    this.#messages.set(message.id, message);
    this.#activeLeaf.set(message.conversationId, message.id);
  }

  #putConversation(conversation: Conversation): void {
    this.#conversations.set(conversation.id, conversation);
    this.#inOrder = null;
    this.emit('conversation.changed', { kind: 'changed', conversation });
  }

  #putJob(job: ImportJob): void {
    this.#jobs.set(job.id, job);
    this.emit('import.changed', job);
  }

  #setFolders(folders: Folder[]): void {
    this.#folders = folders;
    this.emit('folders.changed', null);
  }

  #setTags(tags: Tag[]): void {
    this.#tags = tags;
    this.emit('tags.changed', null);
  }

  #setAdapters(adapters: Adapter[]): void {
    this.#adapters = adapters;
    this.emit('adapters.changed', adapters);
  }

  #setModels(models: Model[]): void {
    this.#models = models;
    this.emit('models.changed', models);
  }

  #setEngine(status: EngineStatus): void {
    this.#engine = status;
    this.emit('engine.changed', status);
  }

  #id(prefix: string): string {
    this.#number += 1;
    return `${prefix}-new-${this.#number}`;
  }

  #step(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.#core.stepMs ?? 1));
  }
}

function pageOf(
  conversations: Conversation[],
  limit: number,
  cursor: string,
): { conversations: Conversation[]; nextCursor: string | null } {
  const start = Number(cursor);
  const end = start + limit;
  return {
    conversations: conversations.slice(start, end),
    nextCursor: end < conversations.length ? String(end) : null,
  };
}
