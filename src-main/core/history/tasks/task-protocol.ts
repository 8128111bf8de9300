/**
 * Work on the history's files that takes long or needs them to be closed: each is done in a thread of its own, so that
 * it holds up neither the app nor the thread that answers requests.
 */
import type { Result } from '#contract/contract';
import type { Backup, BackupReason } from '#contract/backup-calls';
import type { HistoryCheck } from '../check-history.ts';

export interface TaskProtocol {
  /** `into` is the folder that the backup goes to; daily backups there that have served their time are removed. */
  backUp: [{ folder: string; into: string; reason: BackupReason; nowMs: number }, Backup];
  isBackupDue: [{ folder: string; into: string; nowMs: number }, boolean];
  listBackups: [{ folders: readonly string[] }, Backup[]];
  /** Answers where the former history lies now. */
  restore: [{ folder: string; path: string; nowMs: number }, string | null];
  /**
   * Removes the history, what was set aside of it, and its backups, which may lie in other folders too. Answers the
   * folders that could not be looked into.
   */
  removeAll: [{ folder: string; backupFolders: readonly string[] }, string[]];
  check: [{ folder: string }, HistoryCheck];
  /** Answers where the database with the former index lies now. */
  rebuildIndex: [{ folder: string; nowMs: number }, string];
}
export type TaskName = keyof TaskProtocol;
export type TaskInput<Name extends TaskName> = TaskProtocol[Name][0];
export type TaskOutput<Name extends TaskName> = TaskProtocol[Name][1];

/** What a thread for one task is started with (`workerData`). */
export interface TaskStart {
  readonly task: TaskName;
  readonly input: unknown;
}

export type TaskResult = Result<unknown>;
