import { existsSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { SarviError } from '#contract/errors';
import { claimFile } from '../claim-file.ts';
import { fileError } from '../file-error.ts';
import { forgetBackupFolders, isBackupFolderThere } from './backups/backup-folders.ts';
import { backupFiles } from './backups/backup-files.ts';
import { historyPaths, type HistoryPaths } from './history-paths.ts';
import { lockOut } from './replacement.ts';
import { isDamage } from './sqlite-failure.ts';
import { isOpenElsewhere } from './writers.ts';

/**
 * Removes the database, the databases that were set aside, and every backup. In other folders only backups are touched.
 * The next opening begins an empty history.
 *
 * @returns the folders on disks that are away: nothing was removed there, and they are remembered
 * @throws SarviError `history-locked` while another process has the history open: nothing is removed then;
 *   `write-failed`, `path-unreadable`; SqliteError `SQLITE_BUSY` while another program has
 */
export function removeHistory(folder: string, backupFolders: readonly string[]): string[] {
  const paths = historyPaths(folder);
  const { database, replacing } = paths;
  const claimed = claimFile(replacing);
  if ('holder' in claimed) throw new SarviError('history-locked', { path: database });
  try {
    if (isOpenElsewhere(dirname(database))) throw new SarviError('history-locked', { path: database });
    removeFiles(paths, backupFolders);
    const away = backupFolders.filter((path) => !isBackupFolderThere(folder, path));
    forgetBackupFolders(folder, away);
    return away;
  } finally {
    claimed.claim.release();
  }
}

function removeFiles(
  { database, backups, damaged, incoming, suspicion, notice }: HistoryPaths,
  backupFolders: readonly string[],
): void {
  if (existsSync(database)) {
    try {
      lockOut(database).release();
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }
  const copies = backupFiles([...backupFolders, backups]).map(({ path }) => path);
  // Copies are removed first: once the database is gone, nobody would look for them.
  const files = [
    ...copies,
    backups,
    damaged,
    incoming,
    `${incoming}.partial`,
    `${incoming}-taken.partial`,
    suspicion,
    notice,
  ];
  for (const path of [...files, `${database}-wal`, `${database}-shm`, database]) {
    try {
      rmSync(path, { force: true, recursive: true });
    } catch (error) {
      throw fileError(error, path);
    }
  }
}
