import { statSync } from 'node:fs';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import type { Log } from '../../ports.ts';
import { historyPaths } from '../history-paths.ts';
import { backupFiles } from './backup-files.ts';
import type { Backups, BackupsPorts } from './backups.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** The start of the app has better things to do. */
const FIRST_LOOK_MS = 60_000;
/** An app that is never closed is backed up too, and one that sleeps does so soon after it wakes. */
const LOOK_MS = 15 * 60_000;

export interface DailyBackupsParts {
  readonly ports: BackupsPorts & { readonly log: Log };
  readonly backups: Pick<Backups, 'make' | 'folder'>;
}

/** Backs the history up once a day, when it has changed since, for as long as the app runs. */
export class DailyBackups {
  readonly #parts: DailyBackupsParts;
  #timer: NodeJS.Timeout | null = null;
  #making: Promise<unknown> = Promise.resolve();

  constructor(parts: DailyBackupsParts) {
    this.#parts = parts;
    this.#wait(FIRST_LOOK_MS);
  }

  /** Backs up when it is due. Never throws: a failure is told to the log, and the next look tries again. */
  async look(): Promise<void> {
    const { ports, backups } = this.#parts;
    if (!ports.settings.get().backups || !isBackupDue(ports, backups.folder)) return;
    const making = backups.make('daily');
    this.#making = making;
    try {
      const { path, sizeBytes } = await making;
      ports.log.info('the history was backed up', { path, sizeBytes });
    } catch (thrown) {
      const { code, message } = SarviError.from(thrown);
      ports.log.warn('the history could not be backed up', { code, message });
    }
  }

  /** Looks no more; a backup that is being made is waited for. */
  async dispose(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#making.catch(() => undefined);
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

/**
 * Whether a day has passed since the newest backup in `folder` that holds all that a daily one would, and the history
 * has changed since that. A clock that was set back makes one due.
 */
export function isBackupDue({ folders, now }: Pick<BackupsPorts, 'folders' | 'now'>, folder: string): boolean {
  const { database } = historyPaths(join(folders.data, 'history'));
  const changedAt = Math.max(changeOf(database), changeOf(`${database}-wal`));
  if (changedAt === 0) return false;
  const newest = backupFiles([folder]).find(({ reason }) => reason === 'daily' || reason === 'by-hand');
  if (newest === undefined) return true;
  const age = now() - newest.madeAt;
  return (age >= DAY_MS || age < 0) && changedAt > newest.madeAt;
}

/** When a file was last written; 0 for one that is not there or empty, as the log of a history that nobody changed. */
function changeOf(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined || stats.size === 0 ? 0 : stats.mtimeMs;
}
