import { statSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { BUSY_TIMEOUT_MS } from '../find-damage.ts';
import { historyPaths } from '../history-paths.ts';
import type { TaskInput } from '../tasks/task-protocol.ts';
import { backupFiles } from './backup-files.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Whether a day has passed since the newest full backup in `into`, and the history has changed since then. A backup
 * from the future was made with a wrong clock and is ignored.
 */
export function isBackupDue({ folder, into, nowMs }: TaskInput<'isBackupDue'>): boolean {
  const { database } = historyPaths(folder);
  const changedAt = Math.max(changeOf(database), changeOf(`${database}-wal`));
  if (changedAt === 0) return false;
  const newest = backupFiles([into]).find(
    ({ reason, madeAt }) => (reason === 'daily' || reason === 'by-hand') && madeAt <= nowMs,
  );
  if (newest === undefined) return holdsAnything(database);
  return nowMs - newest.madeAt >= DAY_MS && changedAt > newest.madeAt;
}

/** A history without content needs no copy. */
function holdsAnything(path: string): boolean {
  const connection = new Sqlite(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    return connection.prepare('SELECT 1 FROM conversations UNION ALL SELECT 1 FROM drafts LIMIT 1').get() !== undefined;
  } finally {
    connection.close();
  }
}

/** When a file was last written; 0 for a missing or empty one, such as the log of an unchanged history. */
function changeOf(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined || stats.size === 0 ? 0 : stats.mtimeMs;
}
