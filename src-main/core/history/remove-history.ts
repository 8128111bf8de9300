import { existsSync, rmSync } from 'node:fs';
import { fileError } from '../file-error.ts';
import { backupFiles } from './backups/backup-files.ts';
import { historyPaths } from './history-paths.ts';
import { lockOut } from './replacement.ts';
import { isDamage } from './sqlite-failure.ts';

/**
 * Removes the database, what was set aside of it, and every backup. In the folders for backups only backups are
 * touched. The next opening begins an empty history.
 *
 * @throws SqliteError `SQLITE_BUSY` while another process has the history open: nothing is removed then; SarviError
 *   `write-failed`, `path-unreadable`
 */
export function removeHistory(folder: string, backupFolders: readonly string[]): null {
  const paths = historyPaths(folder);
  const { database, backups, damaged, incoming, suspicion } = paths;
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
  return null;
}
