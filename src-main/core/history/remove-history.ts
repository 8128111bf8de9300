import { existsSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { SarviError } from '#contract/errors';
import { claimFile } from '../claim-file.ts';
import { fileError } from '../file-error.ts';
import { backupFiles } from './backups/backup-files.ts';
import { historyPaths, type HistoryPaths } from './history-paths.ts';
import { lockOut } from './replacement.ts';
import { isDamage } from './sqlite-failure.ts';
import { isOpenElsewhere } from './writers.ts';

/**
 * Removes the database, what was set aside of it, and every backup. In the folders for backups only backups are
 * touched. The next opening begins an empty history.
 *
 * @throws SarviError `history-locked` while another process has the history open: nothing is removed then;
 *   `write-failed`, `path-unreadable`; SqliteError `SQLITE_BUSY` while a program that is not Sarvi has
 */
export function removeHistory(folder: string, backupFolders: readonly string[]): null {
  const paths = historyPaths(folder);
  const { database, replacing } = paths;
  const claimed = claimFile(replacing);
  if ('holder' in claimed) throw new SarviError('history-locked', { path: database });
  try {
    if (isOpenElsewhere(dirname(database))) throw new SarviError('history-locked', { path: database });
    removeFiles(paths, backupFolders);
  } finally {
    claimed.claim.release();
  }
  return null;
}

function removeFiles(
  { database, backups, damaged, incoming, suspicion }: HistoryPaths,
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
  // The copies first: with the database gone, nobody would look for what is left.
  const files = [...copies, backups, damaged, incoming, `${incoming}.partial`, suspicion];
  for (const path of [...files, `${database}-wal`, `${database}-shm`, database]) {
    try {
      rmSync(path, { force: true, recursive: true });
    } catch (error) {
      throw fileError(error, path);
    }
  }
}
