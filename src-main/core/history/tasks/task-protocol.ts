/**
 * Tasks on the history's files that take long or need them closed. Each has a thread of its own, so that neither the
 * app nor the thread that answers requests is blocked.
 */
import type { Result } from '#contract/contract';
import type { Backup, BackupReason } from '#contract/backup-calls';
import type { HistoryCheck } from '../check-history.ts';

export interface TaskProtocol {
  /** `into` is the folder of the backup; expired daily backups in it are removed. */
  backUp: [{ folder: string; into: string; reason: BackupReason; nowMs: number }, Backup];
  isBackupDue: [{ folder: string; into: string; nowMs: number }, boolean];
  listBackups: [{ folders: readonly string[] }, Backup[]];
  /** Answers the path of the former history. */
  restore: [{ folder: string; path: string; nowMs: number }, string | null];
  /**
   * Removes the history, the databases that were set aside, and all backups, also in other folders. Answers the folders
   * that could not be read.
   */
  removeAll: [{ folder: string; backupFolders: readonly string[] }, string[]];
  check: [{ folder: string }, HistoryCheck];
  /** Answers the path of the database with the former index. */
  rebuildIndex: [{ folder: string; nowMs: number }, string];
}
export type TaskName = keyof TaskProtocol;
export type TaskInput<Name extends TaskName> = TaskProtocol[Name][0];
export type TaskOutput<Name extends TaskName> = TaskProtocol[Name][1];

/** The data that a task's thread is started with (`workerData`). */
export interface TaskStart {
  readonly task: TaskName;
  readonly input: unknown;
}

export type TaskResult = Result<unknown>;
