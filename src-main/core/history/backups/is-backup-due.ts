import { statSync } from 'node:fs';
import { historyPaths } from '../history-paths.ts';
import type { TaskInput } from '../tasks/task-protocol.ts';
import { backupFiles } from './backup-files.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Whether a day has passed since the newest backup in `into` that holds all that a daily one would, and the history has
 * changed since that. One that says it is of later than now was made by a clock that was ahead, and counts for nothing.
 */
export function isBackupDue({ folder, into, nowMs }: TaskInput<'isBackupDue'>): boolean {
  const { database } = historyPaths(folder);
  const changedAt = Math.max(changeOf(database), changeOf(`${database}-wal`));
  if (changedAt === 0) return false;
  const newest = backupFiles([into]).find(
    ({ reason, madeAt }) => (reason === 'daily' || reason === 'by-hand') && madeAt <= nowMs,
  );
  if (newest === undefined) return true;
  return nowMs - newest.madeAt >= DAY_MS && changedAt > newest.madeAt;
}

/** When a file was last written; 0 for one that is not there or empty, as the log of a history that nobody changed. */
function changeOf(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined || stats.size === 0 ? 0 : stats.mtimeMs;
}
