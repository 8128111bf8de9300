import { existsSync, rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Backup } from '#contract/backup-calls';
import { SarviError } from '#contract/errors';
import { fileError } from '../../file-error.ts';
import { backUp } from '../back-up.ts';
import { discardPartials } from '../discard-partials.ts';
import { BUSY_TIMEOUT_MS } from '../find-damage.ts';
import { historyPaths } from '../history-paths.ts';
import { MIGRATIONS } from '../migrations/migrations.ts';
import type { TaskInput } from '../tasks/task-protocol.ts';
import { backupFiles, backupName, contentOf } from './backup-files.ts';
import { useBackupFolder } from './backup-folders.ts';
import { expiredBackups } from './expired-backups.ts';
import { requireRoom } from './require-room.ts';

/**
 * Copies the history while the app may work on, checks the copy, and only then removes expired daily backups in the
 * same folder.
 *
 * @throws SarviError `disk-full` before anything is written, when there is too little room; `path-missing` when there
 *   is no history yet; `write-failed`, `path-unreadable`
 */
export function makeBackup({ folder, into, reason, nowMs }: TaskInput<'backUp'>): Backup {
  const { database } = historyPaths(folder);
  if (!existsSync(database)) throw new SarviError('path-missing', { path: database });
  try {
    useBackupFolder(folder, into);
    discardPartials(into, nowMs);
    requireRoom(into, sizeWithLog(database));
  } catch (error) {
    throw fileError(error, into);
  }
  const connection = new Sqlite(database, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  let path: string;
  try {
    path = backUp(connection, into, backupName(reason, nowMs));
  } finally {
    connection.close();
  }
  if (reason === 'daily') {
    // With a clock that was set back the new backup may look old, but it is kept.
    const expired = expiredBackups(backupFiles([into])).filter((backup) => backup.path !== path);
    for (const backup of expired) rmSync(backup.path, { force: true });
  }
  return {
    id: basename(path),
    path,
    reason,
    madeAt: nowMs,
    sizeBytes: statSync(path).size,
    ...contentOf(path, MIGRATIONS),
  };
}

function sizeWithLog(database: string): number {
  const log = statSync(`${database}-wal`, { throwIfNoEntry: false });
  return statSync(database).size + (log?.size ?? 0);
}
