import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { fileError } from '../../file-error.ts';
import { flush, moveDurably } from '../back-up.ts';
import { copyContent } from '../copy-content.ts';
import { findDamage } from '../find-damage.ts';
import { historyPaths, type HistoryPaths } from '../history-paths.ts';
import type { Migration } from '../migrations/migrations.ts';
import { finishReplacement, moveAway, replaceDatabase } from '../replacement.ts';
import { setAside } from '../set-aside.ts';
import { isDamage, sarviErrorOf } from '../sqlite-failure.ts';
import { backupName } from './backup-files.ts';
import { faultOfBackup } from './check-backup.ts';
import { deadlineFor, openBackup } from './open-backup.ts';
import { requireRoom } from './require-room.ts';

/** Bytes of the header with the versions of the format for writing and reading; 2 means a write-ahead log. */
const VERSIONS_OFFSET = 18;

/**
 * Copies the rows of the backup at `path` into a new database of the present schema, and replaces the history in
 * `folder` with it. Only rows are copied, and only after every check (check-backup.ts). The present history is kept
 * among the backups; a damaged one is set aside.
 *
 * @returns the path of the former history; null when there was none
 * @throws SarviError `backup-damaged`, `history-newer-version`, `disk-full`, `path-unreadable`, `write-failed`;
 *   `history-locked` or SqliteError `SQLITE_BUSY` while another process has the history open. Nothing has changed then.
 */
export function restoreBackup(
  folder: string,
  path: string,
  { migrations, nowMs }: { migrations: readonly Migration[]; nowMs: number },
): string | null {
  const paths = historyPaths(folder);
  finishReplacement(paths);
  const partial = `${paths.incoming}.partial`;
  const taken = `${paths.incoming}-taken.partial`;
  try {
    const stats = statSync(path);
    // Reading a pipe would wait.
    if (!stats.isFile()) throw new SarviError('backup-damaged', { path, reason: because('not-a-file') });
    requireRoom(folder, 2 * stats.size);
    // A private copy: nobody else changes it, and files next to the original are ignored.
    copyFileSync(path, taken, constants.COPYFILE_FICLONE);
    chmodSync(taken, 0o600);
    closeLog(taken);
    copyChecked(taken, partial, migrations);
    flush(partial);
    moveDurably(partial, paths.incoming);
  } catch (error) {
    if (error instanceof SarviError && error.code === 'backup-damaged') {
      throw new SarviError('backup-damaged', { ...error.details, path });
    }
    if (error instanceof SarviError && error.code === 'history-newer-version') {
      throw new SarviError(error.code, { ...error.details, path });
    }
    throw fileError(error, path);
  } finally {
    for (const file of [taken, partial]) rmSync(file, { force: true });
  }
  try {
    return replaceDatabase(paths, () => makeRoom(paths, migrations, nowMs));
  } catch (error) {
    if (existsSync(paths.database)) rmSync(paths.incoming, { force: true });
    throw error;
  }
}

/** @throws SarviError `backup-damaged`, `history-newer-version`, `disk-full` */
function copyChecked(from: string, to: string, migrations: readonly Migration[]): void {
  const fault = faultOfBackup(from, migrations);
  if (fault !== null) throw fault;
  const connection = openBackup(from, migrations);
  try {
    rmSync(to, { force: true });
    copyContent(connection, to, migrations, deadlineFor(from));
    chmodSync(to, 0o600);
  } catch (error) {
    const failure = sarviErrorOf(error, to);
    if (failure.code === 'disk-full') throw failure;
    throw new SarviError('backup-damaged', { path: from, reason: reasonOf(failure) }, { cause: error });
  } finally {
    connection.close();
  }
}

function reasonOf({ details, message }: SarviError): string {
  return String(details['reason'] ?? message);
}

/**
 * Marks a copied database as one without a log. A database that was copied while open says that it has one, but the
 * file alone is consistent, as of the last time that the log was written back.
 */
function closeLog(path: string): void {
  const file = openSync(path, 'r+');
  try {
    const versions = Buffer.alloc(2);
    readSync(file, versions, 0, 2, VERSIONS_OFFSET);
    if (versions.equals(Buffer.from([2, 2]))) writeSync(file, Buffer.from([1, 1]), 0, 2, VERSIONS_OFFSET);
  } finally {
    closeSync(file);
  }
}

function makeRoom(paths: HistoryPaths, migrations: readonly Migration[], nowMs: number): string | null {
  // A file that is not a sound history of Sarvi is no backup; and another program's file is only moved, never opened
  // for writing.
  if (isUnsound(paths.database, migrations)) return setAside(paths.database, paths.damaged, nowMs);
  try {
    return moveAway(paths, paths.backups, backupName('before-restore', nowMs));
  } catch (error) {
    if (!isDamage(error)) throw error;
    return setAside(paths.database, paths.damaged, nowMs);
  }
}

function isUnsound(path: string, migrations: readonly Migration[]): boolean {
  try {
    return existsSync(path) && findDamage(path, migrations, false) !== null;
  } catch (error) {
    if (error instanceof SarviError && error.code === 'history-foreign') return true;
    if (error instanceof SarviError && error.code === 'history-newer-version') return false;
    throw error;
  }
}
