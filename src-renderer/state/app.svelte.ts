import { createContext } from 'svelte';
import type { Bridge, CallInput, CallOutput } from '#contract/contract';
import type { ErrorCode, ErrorReport } from '#contract/errors';
import type { Connection, ConnectionState } from '../bridge/connection.ts';
import { AttachmentsState } from './attachments.svelte.ts';
import { AdaptersState } from './adapters.svelte.ts';
import { BookmarksState } from './bookmarks.svelte.ts';
import { ChatState } from './chat.svelte.ts';
import { ComparisonsState } from './comparisons.svelte.ts';
import { ConversationsState } from './conversations.svelte.ts';
import { DraftsState } from './drafts.svelte.ts';
import { hasEndedPage } from './drawing-watch.ts';
import { EngineState } from './engine.svelte.ts';
import { DatasetsState } from './datasets.svelte.ts';
import { EvaluationsState } from './evaluations.svelte.ts';
import { FindState } from './find.svelte.ts';
import { FitsState } from './fits.svelte.ts';
import { FoldersState } from './folders.svelte.ts';
import { GenerationsState } from './generations.svelte.ts';
import { ImportsState } from './imports.svelte.ts';
import { LanguageState } from './language.svelte.ts';
import { LineageState } from './lineage.svelte.ts';
import { LicencesState } from './licences.svelte.ts';
import { LongFilesState } from './long-files.svelte.ts';
import { LinksState } from './links.svelte.ts';
import { MessageActs } from './message-acts.svelte.ts';
import { ModelsState } from './models.svelte.ts';
import { NavigationState } from './navigation.svelte.ts';
import { Outbox } from './outbox.svelte.ts';
import { PaletteState } from './palette.svelte.ts';
import { ProgramsState } from './programs.svelte.ts';
import { PerplexitiesState } from './perplexities.svelte.ts';
import { PromptsState } from './prompts.svelte.ts';
import { QuickStatusState } from './quick-status.svelte.ts';
import { QueueState } from './queue.svelte.ts';
import { RemotesState } from './remotes.svelte.ts';
import { ScoringState } from './scoring.svelte.ts';
import { SettingsState } from './settings.svelte.ts';
import { ShortcutsState } from './shortcuts.svelte.ts';
import { TemporaryState } from './temporary.svelte.ts';
import { ToastsState } from './toasts.svelte.ts';
import { TokenCounts } from './token-counts.svelte.ts';
import { TransfersState } from './transfers.svelte.ts';
import { UpdatesState } from './updates.svelte.ts';

/** Repairs that were made when the history was opened. */
const MENDED: readonly ErrorCode[] = ['history-damaged', 'history-index-rebuilt', 'history-cleaned'];
/** Errors that stay until a backup replaces the history. */
const RESTORABLE: readonly ErrorCode[] = ['history-foreign', 'history-newer-version', 'history-unavailable'];

/** All state of the renderer, created once and provided by context. */
export class AppState {
  readonly bridge: Bridge;
  readonly settings: SettingsState;
  readonly language: LanguageState;
  readonly remotes: RemotesState;
  readonly models: ModelsState;
  readonly adapters: AdaptersState;
  readonly imports: ImportsState;
  readonly conversations: ConversationsState;
  readonly comparisons: ComparisonsState;
  readonly evaluations: EvaluationsState;
  readonly datasets: DatasetsState;
  readonly prompts: PromptsState;
  readonly lineage: LineageState;
  readonly folders: FoldersState;
  readonly bookmarks: BookmarksState;
  readonly find: FindState;
  readonly temporary: TemporaryState;
  readonly palette: PaletteState;
  readonly shortcuts: ShortcutsState;
  readonly generations: GenerationsState;
  readonly chat: ChatState;
  readonly acts: MessageActs;
  readonly queue: QueueState;
  readonly outbox: Outbox;
  readonly attachments = new AttachmentsState();
  readonly longFiles: LongFilesState;
  readonly tokenCounts: TokenCounts;
  readonly engine: EngineState;
  readonly fits: FitsState;
  readonly drafts: DraftsState;
  readonly toasts = new ToastsState();
  readonly navigation = new NavigationState();
  readonly licences: LicencesState;
  readonly links: LinksState;
  readonly transfers: TransfersState;
  readonly scoring: ScoringState;
  readonly programs: ProgramsState;
  readonly updates: UpdatesState;
  readonly quick: QuickStatusState;
  readonly perplexities: PerplexitiesState;
  connection = $state<ConnectionState>('standing');
  readonly connected = $derived(this.connection === 'standing');
  /** The first run: there is no model, and the welcome was neither finished nor skipped. */
  welcoming = $state(false);
  description = $state.raw<CallOutput<'app.describe'> | null>(null);
  startError = $state.raw<ErrorReport | null>(null);
  #starting = false;
  readonly ready = $derived(this.description !== null && this.startError === null);

  constructor(connection: Connection) {
    const { bridge } = connection;
    this.bridge = bridge;
    this.settings = new SettingsState(bridge);
    this.language = new LanguageState(() => this.settings.current.language);
    this.remotes = new RemotesState(bridge);
    this.models = new ModelsState(bridge, {
      settings: () => this.settings.current,
      shownName: (name) => this.language.modelName(name),
      remoteName: (id) => this.remotes.find(id)?.name ?? null,
    });
    this.adapters = new AdaptersState(bridge);
    this.imports = new ImportsState(bridge);
    this.transfers = new TransfersState(bridge);
    this.scoring = new ScoringState(bridge);
    this.programs = new ProgramsState(bridge);
    this.updates = new UpdatesState(bridge, (version) => this.#tellOfUpdate(version));
    this.quick = new QuickStatusState(bridge);
    this.perplexities = new PerplexitiesState(bridge, this.models);
    this.conversations = new ConversationsState(bridge);
    this.folders = new FoldersState(bridge);
    this.comparisons = new ComparisonsState(bridge);
    this.evaluations = new EvaluationsState(bridge);
    this.datasets = new DatasetsState(bridge);
    this.prompts = new PromptsState(bridge, () => this.language.code);
    this.bookmarks = new BookmarksState(bridge);
    this.temporary = new TemporaryState(bridge, (gone) => {
      const { place } = this.navigation;
      const isShown = place.page === 'chat' && place.conversationId !== null && gone.includes(place.conversationId);
      if (isShown) this.navigation.replace({ page: 'chat', conversationId: null, messageId: null });
    });
    this.lineage = new LineageState(bridge);
    this.palette = new PaletteState(bridge, this.conversations);
    this.shortcuts = new ShortcutsState(
      this.settings,
      () => this.description?.shell !== 'desktop',
      () => this.language.t.shortcuts.shift,
    );
    this.drafts = new DraftsState(bridge, (id) => this.queue.in(id).map(({ text }) => text));
    this.generations = new GenerationsState(bridge);
    this.chat = new ChatState(
      bridge,
      this.generations,
      () => this.models.preferred?.id ?? this.remotes.models[0]?.id ?? null,
    );
    const { chat, generations, drafts, attachments } = this;
    this.find = new FindState(bridge, () => ({ conversationId: chat.conversationId, leafId: chat.leafId }));
    this.acts = new MessageActs({
      bridge,
      chat,
      generations,
      drafts,
      onFailed: (error) => this.report(error),
      onGivenUp: (undo) => {
        const { t } = this.language;
        this.toasts.show(t.message.givenUp, { action: { label: t.message.undo, run: undo } });
      },
      onRemoved: (removal) => {
        const { t } = this.language;
        const undo = (): void => void this.acts.undo(removal).then((error) => this.report(error));
        this.toasts.show(t.message.removed(removal.removedMessages), { action: { label: t.message.undo, run: undo } });
      },
    });
    this.longFiles = new LongFilesState(bridge);
    const { longFiles } = this;
    this.outbox = new Outbox({ chat, drafts, attachments, longFiles, generations });
    this.tokenCounts = new TokenCounts(bridge);
    this.queue = new QueueState(
      { bridge, chat, generations },
      { changed: (id) => this.drafts.keep(id), failed: (error) => this.report(error) },
    );
    this.chat.onMade(({ id }) => {
      this.drafts.moveNewTo(id);
      this.attachments.moveNewTo(id);
      const { place } = this.navigation;
      if (place.page !== 'chat' || place.conversationId !== null) return;
      this.navigation.replace({ page: 'chat', conversationId: id, messageId: null });
    });
    this.engine = new EngineState(bridge);
    this.fits = new FitsState(bridge);
    bridge.listen('engine.notice', (notice) => {
      this.toasts.show(this.language.sentence(notice), { tone: 'ember', lasting: true });
    });
    bridge.listen('history.backupFailed', (notice) => this.#tell(notice));
    bridge.listen('app.dataFolderGone', (notice) => this.#tell(notice));
    bridge.listen('app.programReplaced', (notice) => this.#tell(notice));
    bridge.listen('quick.continued', ({ conversationId }) => this.navigation.openConversation(conversationId));
    bridge.listen('history.replaced', ({ notice }) => {
      if (notice) this.#tell(notice);
      void this.#reloadHistory();
    });
    this.licences = new LicencesState(this.settings);
    this.links = new LinksState(() => this.description?.shell === 'desktop');
    connection.onChange((state) => {
      this.connection = state;
      if (state === 'standing') void this.#resync();
    });
  }

  /** What not every Sarvi has. */
  get hasParts(): { readonly updates: boolean; readonly quick: boolean } {
    return { updates: this.updates.status !== null, quick: this.quick.status !== null };
  }

  /** Loads everything that the first page needs. */
  async start(): Promise<void> {
    if (this.#starting) return;
    this.#starting = true;
    this.startError = null;
    const described = await this.bridge.call('app.describe', {});
    this.#starting = false;
    if (!described.ok) {
      this.startError = described.error;
      return;
    }
    // A browser knows its user's language; the desktop's core asks the system.
    if (described.value.shell === 'desktop') this.language.systemLocale = described.value.systemLocale;
    // A part that fails, such as a damaged history, reports it and leaves the others usable.
    this.#reportUnshown(await this.#load());
    this.welcoming = !this.settings.current.welcomeDone && this.models.loaded && this.models.all.length === 0;
    this.#passOverWhatEndsThePage();
    this.description = described.value;
    for (const notice of described.value.notices) this.#tell(notice);
  }

  /** After a crash, a browser opens the tab's address again; the conversation in it may have crashed the page. */
  #passOverWhatEndsThePage(): void {
    const { place } = this.navigation;
    if (place.page !== 'chat' || place.conversationId === null || !hasEndedPage(place.conversationId)) return;
    const { conversationId, messageId } = place;
    const { t } = this.language;
    this.navigation.replace({ page: 'chat', conversationId: null, messageId: null });
    const open = (): void => this.navigation.openConversation(conversationId, messageId);
    this.toasts.show(t.chat.endedPage, {
      tone: 'ember',
      lasting: true,
      action: { label: t.chat.openAnyway, run: open },
    });
  }

  async endWelcome(): Promise<void> {
    this.welcoming = false;
    await this.changeSettings({ welcomeDone: true });
  }

  /** Changes settings, and reports when they cannot be saved. */
  async changeSettings(change: CallInput<'settings.update'>): Promise<void> {
    this.report(await this.settings.update(change));
  }

  /** Shows an error in words as a note. */
  report(error: ErrorReport | null): void {
    if (error) this.toasts.show(this.language.sentence(error), { tone: 'ember' });
  }

  /**
   * Reports a repair, or why the history cannot be opened; offers backups where they help. A repair counts as seen when
   * its note is dismissed.
   */
  #tell(notice: ErrorReport): void {
    const isMended = MENDED.includes(notice.code);
    const action =
      notice.details['backup'] === undefined && !RESTORABLE.includes(notice.code)
        ? null
        : { label: this.language.t.backups.open, run: () => this.navigation.go({ page: 'settings' }) };
    const onDismissed = (): void => {
      if (isMended) void this.bridge.call('app.noticeSeen', {});
    };
    this.toasts.show(this.language.sentence(notice), { tone: 'ember', lasting: true, action, onDismissed });
  }

  /** A check by itself has found it; the settings show what the user's own check finds. */
  #tellOfUpdate(version: string): void {
    if (this.navigation.place.page === 'settings') return;
    const { t } = this.language;
    const run = (): void => this.navigation.go({ page: 'settings', section: 'updates' });
    this.toasts.show(t.updates.available(version), { lasting: true, action: { label: t.updates.openUpdates, run } });
  }

  /** Reads what the sidebar and an empty page show of the history. */
  async reloadLists(): Promise<void> {
    this.#reportUnshown((await this.conversations.load()) ?? (await this.folders.load()) ?? (await this.drafts.load()));
  }

  /** When conversations cannot be read, the reason is shown in their place. */
  #reportUnshown(error: ErrorReport | null): void {
    if (error !== this.conversations.list.error) this.report(error);
  }

  /** All conversations were replaced; the open one may be gone. */
  async #reloadHistory(): Promise<void> {
    this.generations.forget();
    await this.reloadLists();
    const { place } = this.navigation;
    if (place.page === 'chat' && place.conversationId !== null) this.navigation.newChat();
    await this.chat.open(null);
  }

  async #load(): Promise<ErrorReport | null> {
    const errors = await Promise.all([
      this.settings.load(),
      this.models.load(),
      this.remotes.load(),
      this.adapters.load(),
      this.conversations.load(),
      this.folders.load(),
      this.temporary.load(),
      this.drafts.load(),
      this.imports.load().then(() => null),
      this.transfers.load().then(() => null),
      this.updates.load().then(() => null),
      this.quick.load().then(() => null),
      this.perplexities.load().then(() => null),
      this.engine.load().then(() => null),
    ]);
    return errors.find((error) => error !== null) ?? null;
  }

  async #resync(): Promise<void> {
    if (!this.description) {
      await this.start();
      return;
    }
    this.drafts.saveNow();
    this.generations.forget();
    this.#reportUnshown(await this.#load());
    // A run may have ended meanwhile.
    if (this.evaluations.loaded) await this.evaluations.load();
    await this.chat.reload();
  }
}

export const [useApp, provideApp] = createContext<AppState>();
