import { basename, join } from 'node:path';
import type { Backup, BackupReason } from '#contract/backup-calls';
import { SarviError } from '#contract/errors';
import type { Ports } from '../../ports.ts';
import { knownBackupFolders } from './backup-folders.ts';
import { historyPaths } from '../history-paths.ts';
import { runTask } from '../tasks/run-task.ts';

export type BackupsPorts = Pick<Ports, 'folders' | 'entries' | 'settings' | 'now'>;

/**
 * The backups of a history: lists, makes and restores them. Each task has a thread of its own. Writing tasks run one
 * after the other, because a history cannot be replaced while it is being copied.
 */
export class Backups {
  readonly #ports: BackupsPorts;
  readonly #historyFolder: string;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(ports: BackupsPorts) {
    this.#ports = ports;
    this.#historyFolder = join(ports.folders.data, 'history');
  }

  /** The folder for the next backup. */
  get folder(): string {
    return this.#ports.settings.get().backupFolder ?? this.#ownFolder;
  }

  /** The folder for the next backup, and all that were ever used. */
  get folders(): string[] {
    return [...new Set([this.folder, ...knownBackupFolders(this.#historyFolder)])];
  }

  /** Newest first. Those that the history makes before an update are always in its own folder. */
  list(): Promise<Backup[]> {
    return runTask(this.#ports.entries.history, 'listBackups', { folders: this.folders });
  }

  /** Whether the daily backup is due. */
  isDue(): Promise<boolean> {
    return runTask(this.#ports.entries.history, 'isBackupDue', {
      folder: this.#historyFolder,
      into: this.folder,
      nowMs: this.#ports.now(),
    });
  }

  /** @throws SarviError `disk-full`, `path-missing`, `path-unreadable`, `write-failed`, `history-unavailable` */
  make(reason: BackupReason, into = this.folder): Promise<Backup> {
    return this.#oneAtATime(() =>
      runTask(this.#ports.entries.history, 'backUp', {
        folder: this.#historyFolder,
        into,
        reason,
        nowMs: this.#ports.now(),
      }),
    );
  }

  /** @throws SarviError `backup-unknown` */
  async find(backupId: string): Promise<Backup> {
    const backups = await this.list();
    const found = backups.find(({ id }) => id === backupId);
    if (found === undefined) throw new SarviError('backup-unknown', { backup: basename(backupId) });
    return found;
  }

  /**
   * Replaces the history by the backup at `path`. No connection of this process may be open.
   *
   * @returns the path of the former history
   * @throws SarviError `backup-damaged`, `history-newer-version`, `history-locked`, `disk-full`
   */
  restore(path: string): Promise<string | null> {
    return this.#oneAtATime(() =>
      runTask(this.#ports.entries.history, 'restore', {
        folder: this.#historyFolder,
        path,
        nowMs: this.#ports.now(),
      }),
    );
  }

  /**
   * Removes the history and every backup of it. No connection of this process may be open.
   *
   * @returns the folders on disks that are away, whose backups are still there
   * @throws SarviError `history-locked`, `write-failed`
   */
  removeAll(): Promise<string[]> {
    return this.#oneAtATime(() =>
      runTask(this.#ports.entries.history, 'removeAll', {
        folder: this.#historyFolder,
        backupFolders: this.folders,
      }),
    );
  }

  /** Runs `write` when the earlier ones have ended, in whatever way. */
  #oneAtATime<Value>(write: () => Promise<Value>): Promise<Value> {
    const written = this.#writing.then(write, write);
    this.#writing = written.catch(() => undefined);
    return written;
  }

  get #ownFolder(): string {
    return historyPaths(this.#historyFolder).backups;
  }
}
