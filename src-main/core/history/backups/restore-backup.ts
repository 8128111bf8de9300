import { constants, copyFileSync, existsSync, rmSync, statSync } from 'node:fs';
import { SarviError } from '#contract/errors';
import { fileError } from '../../file-error.ts';
import { flush, moveDurably } from '../back-up.ts';
import { historyPaths, type HistoryPaths } from '../history-paths.ts';
import type { Migration } from '../migrations/migrations.ts';
import { finishReplacement, moveAway, replaceDatabase } from '../replacement.ts';
import { setAside } from '../set-aside.ts';
import { isDamage } from '../sqlite-failure.ts';
import { backupName } from './backup-files.ts';
import { faultOfBackup } from './check-backup.ts';
import { requireRoom } from './require-room.ts';

/**
 * Puts a copy of the backup at `path` in the place of the history in `folder`, after the copy has been checked. The
 * present history is kept among the backups; a damaged one is set aside.
 *
 * @returns where the former history lies now; null when there was none
 * @throws SarviError `backup-damaged`, `history-newer-version`, `disk-full`, `path-unreadable`, `write-failed`; `history-locked` or SqliteError
 *   `SQLITE_BUSY` while another process has the history open. Everything is then as it was.
 */
export function restoreBackup(
  folder: string,
  path: string,
  { migrations, nowMs }: { migrations: readonly Migration[]; nowMs: number },
): string | null {
  const paths = historyPaths(folder);
  finishReplacement(paths);
  const partial = `${paths.incoming}.partial`;
  try {
    requireRoom(folder, statSync(path).size);
    copyFileSync(path, partial, constants.COPYFILE_FICLONE);
    flush(partial);
    const fault = faultOfBackup(partial, migrations);
    if (fault?.code === 'backup-damaged') throw new SarviError('backup-damaged', { ...fault.details, path });
    if (fault !== null) throw fault;
    moveDurably(partial, paths.incoming);
  } catch (error) {
    rmSync(partial, { force: true });
    throw fileError(error, partial);
  }
  try {
    return replaceDatabase(paths, () => makeRoom(paths, nowMs));
  } catch (error) {
    if (existsSync(paths.database)) rmSync(paths.incoming, { force: true });
    throw error;
  }
}

function makeRoom(paths: HistoryPaths, nowMs: number): string | null {
  try {
    return moveAway(paths, paths.backups, backupName('before-restore', nowMs));
  } catch (error) {
    if (!isDamage(error)) throw error;
    return setAside(paths.database, paths.damaged, nowMs);
  }
}
