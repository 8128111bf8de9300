import { SarviError, type ErrorCode, type ErrorReport } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import type { Log } from '../../ports.ts';
import type { Backups, BackupsPorts } from './backups.ts';
import { momentInWords } from './newest-good-backup.ts';

/** The start of the app comes first. */
const FIRST_LOOK_MS = 10_000;
/** Often enough that an app that is never closed is backed up, and one that slept soon after it wakes. */
const LOOK_MS = 15 * 60_000;

export interface DailyBackupsParts {
  readonly ports: Pick<BackupsPorts, 'settings'> & { readonly log: Log };
  readonly backups: Pick<Backups, 'isDue' | 'make' | 'list' | 'folder'>;
  /** Called with `backup-failed` when a backup fails and none has failed since the last good one. */
  readonly onFailure: (failure: ErrorReport) => void;
  /** True to check by the clock; false to check only when the app is closed, as a run of the command line does. */
  readonly looksByItself: boolean;
}

/** Makes a backup once a day while the app runs, when the history has changed. */
export class DailyBackups {
  readonly #parts: DailyBackupsParts;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();
  #failure: ErrorReport | null = null;

  constructor(parts: DailyBackupsParts) {
    this.#parts = parts;
    if (parts.looksByItself) this.#wait(FIRST_LOOK_MS);
  }

  /** `backup-failed` until a backup succeeds. */
  get failure(): ErrorReport | null {
    return this.#failure;
  }

  /** Makes a backup when it is due. Never throws: a failure is reported once, and the next check tries again. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look());
    return this.#looking;
  }

  /** Checks a last time, because a session may have been shorter than the first delay. Waits for a running backup. */
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
    // Another process uses the history for a moment.
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
