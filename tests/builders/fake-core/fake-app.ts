import type { Backup } from '#contract/backup-calls';
import { SarviError } from '#contract/errors';
import { buildBackup } from '../contract-values.ts';
import type { FakeConversations } from './fake-conversations.ts';
import type { FakeClock, FakeCore, FakeHandlers } from './fake-core.ts';
import type { FakeLibrary } from './fake-library.ts';

const HOME = '/home/aino';
const DATA = `${HOME}/.local/share/sarvi`;

/** The app itself: its description, file dialogs, backups, exports, and what it keeps. */
export class FakeApp {
  readonly #clock: FakeClock;
  readonly #core: FakeCore;
  readonly #conversations: FakeConversations;
  readonly #library: FakeLibrary;
  #backups: readonly Backup[];
  /** Of the download that is under way. */
  #pieces: string[] = [];
  /** Folders of backups on disks that are not connected. */
  away: string[] = [];

  constructor(clock: FakeClock, core: FakeCore, conversations: FakeConversations, library: FakeLibrary) {
    this.#clock = clock;
    this.#core = core;
    this.#conversations = conversations;
    this.#library = library;
    this.#backups = core.backups ?? [];
  }

  readonly handlers: FakeHandlers = {
    'app.describe': () => ({
      version: '0.1.0',
      shell: 'web',
      platform: 'linux',
      systemLocale: 'fi-FI',
      dataFolder: DATA,
      nativeDialogs: false,
      notices: [],
      ...this.#core.description,
    }),
    'app.noticeSeen': () => null,
    'app.takeOpenedFile': () => ({ path: null }),
    'app.chooseNewPath': ({ suggestedName }) => ({ path: `${HOME}/${suggestedName}` }),
    'app.choosePath': () => ({ path: Object.keys(this.#core.inspections ?? {})[0] ?? null }),
    'app.listFolder': ({ path }) => {
      const folders = this.#core.folders ?? [];
      const listing = path === undefined ? folders[0] : folders.find((folder) => folder.path === path);
      if (!listing) throw new SarviError('path-missing', { path: path ?? '/' });
      return listing;
    },
    'history.transfers': () => [],
    'history.import': () => ({ jobId: 'transfer' }),
    'history.export': () => ({ jobId: 'transfer' }),
    'history.cancelTransfer': () => null,
    'history.beginDownload': ({ conversationIds, format }) => {
      this.#pieces = format === 'html' ? ['<main><h1>Retki</h1>', '<p>Minne?</p></main>'] : ['# Retki\n', 'Minne?\n'];
      const conversations = conversationIds?.length ?? this.#conversations.listed.length;
      return { downloadId: 'download', conversations, encoding: 'text' };
    },
    'history.downloadPiece': () => ({ text: this.#pieces.shift() ?? null, conversationsDone: 0 }),
    'history.endDownload': () => null,
    'history.savePdf': () => null,
    'history.backups': () => ({ folder: `${DATA}/history/backups`, backups: [...this.#backups] }),
    'history.backUp': () => {
      const backup = buildBackup({ reason: 'by-hand', madeAt: Date.UTC(2026, 10, 23, 12), id: 'by-hand-now.db' });
      this.#backups = [backup, ...this.#backups];
      return backup;
    },
    'history.restore': ({ backupId }) => {
      if (!this.#backups.some(({ id }) => id === backupId)) {
        throw new SarviError('backup-unknown', { backup: backupId });
      }
      this.#conversations.clear();
      this.#clock.emit('history.replaced', { notice: null });
      return { setAside: null };
    },
    'privacy.kept': () => [
      { kind: 'conversations', path: `${DATA}/history`, sizeBytes: 12_400_000 },
      { kind: 'backups', path: `${DATA}/history/backups`, sizeBytes: 48_000_000 },
      { kind: 'backups', path: '/media/levy/sarvi', sizeBytes: 31_000_000 },
      { kind: 'models', path: `${DATA}/models`, sizeBytes: 4_920_734_272 },
      { kind: 'states', path: `${DATA}/states`, sizeBytes: 910_000_000 },
      { kind: 'settings', path: `${DATA}/config.json`, sizeBytes: 812 },
      { kind: 'logs', path: `${DATA}/logs`, sizeBytes: 20_000 },
      { kind: 'page-keys', path: `${DATA}/web-shell.json`, sizeBytes: 640 },
    ],
    'privacy.open': () => null,
    'privacy.deleteAll': ({ models }) => {
      this.#conversations.clear();
      this.#backups = [];
      if (models) this.#library.setModels([]);
      this.#clock.emit('history.replaced', { notice: null });
      return { away: this.away };
    },
  };
}
