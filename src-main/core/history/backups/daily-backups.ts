import { SarviError, type ErrorCode, type ErrorReport } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import type { Log } from '../../ports.ts';
import type { Backups, BackupsPorts } from './backups.ts';
import { momentInWords } from './newest-good-backup.ts';

/** The start of the app has better things to do. */
const FIRST_LOOK_MS = 10_000;
/** An app that is never closed is backed up too, and one that sleeps does so soon after it wakes. */
const LOOK_MS = 15 * 60_000;

export interface DailyBackupsParts {
  readonly ports: Pick<BackupsPorts, 'settings'> & { readonly log: Log };
  readonly backups: Pick<Backups, 'isDue' | 'make' | 'list' | 'folder'>;
  /** Hears `backup-failed` when a backup fails and none has failed since one was made. */
  readonly onFailure: (failure: ErrorReport) => void;
  /** Whether it looks by the clock, and not only when the app is closed, as a run of the command line does. */
  readonly looksByItself: boolean;
}

/** Backs the history up once a day, when it has changed since, for as long as the app runs. */
export class DailyBackups {
  readonly #parts: DailyBackupsParts;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();
  #failure: ErrorReport | null = null;

  constructor(parts: DailyBackupsParts) {
    this.#parts = parts;
    if (parts.looksByItself) this.#wait(FIRST_LOOK_MS);
  }

  /** `backup-failed` until a backup is made again. */
  get failure(): ErrorReport | null {
    return this.#failure;
  }

  /** Backs up when it is due. Never throws: a failure is told once, and the next look tries again. */
  look(): Promise<void> {
    this.#looking = this.#look();
    return this.#looking;
  }

  /** Looks for the last time: a session may have been shorter than the first look. Waits for what is being made. */
  async dispose(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#looking;
    await this.look();
  }

  async #look(): Promise<void> {
    const { ports, backups } = this.#parts;
    if (!ports.settings.get().backups) return;
    try {
      if (!(await backups.isDue())) return;
      const { path, sizeBytes } = await backups.make('daily');
      this.#failure = null;
      ports.log.info('the history was backed up', { path, sizeBytes });
    } catch (thrown) {
      await this.#tell(SarviError.from(thrown));
    }
  }

  async #tell(failure: SarviError): Promise<void> {
    const { ports, backups, onFailure } = this.#parts;
    const { code, message } = failure;
    ports.log.warn('the history could not be backed up', { code, message });
    // Another process is busy with the history, and soon is not.
    if (this.#failure !== null || code === 'history-locked') return;
    const [newest] = await backups.list().catch(() => []);
    this.#failure = new SarviError('backup-failed', {
      path: backups.folder,
      reason: REASONS[code] ?? message,
      ...(newest === undefined ? {} : { backup: momentInWords(newest.madeAt) }),
    }).toReport();
    onFailure(this.#failure);
  }

  #wait(delayMs: number): void {
    this.#timer = setTimeout(() => {
      void this.look().finally(() => {
        if (this.#timer !== null) this.#wait(LOOK_MS);
      });
    }, delayMs);
    this.#timer.unref();
  }
}

const REASONS: Partial<Record<ErrorCode, Reason>> = {
  'disk-full': because('too-little-room'),
  'path-missing': because('folder-is-away'),
  'path-unreadable': because('folder-not-writable'),
  'history-read-only': because('folder-not-writable'),
  'history-unsound': because('history-itself-damaged'),
};
