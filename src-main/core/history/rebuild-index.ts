import { existsSync, rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { flush, moveDurably } from './back-up.ts';
import { copyContent } from './copy-content.ts';
import type { HistoryPaths } from './history-paths.ts';
import type { Migration } from './migrations/migrations.ts';
import { lockOut, replaceDatabase } from './replacement.ts';
import { setAside } from './set-aside.ts';
import { isDamage } from './sqlite-failure.ts';

/**
 * Rebuilds the search index: copies every table of content into a new database, whose triggers build the index, and
 * replaces the present database, which is kept. So it also repairs an index that cannot be read or removed, and a crash
 * leaves the history as it was.
 *
 * @returns the path of the former database
 * @throws SarviError `history-unsound`, or SqliteError `SQLITE_CORRUPT`, when more than the index is damaged;
 *   `history-locked` or SqliteError `SQLITE_BUSY` while another process has the history open, `SQLITE_FULL`
 */
export function rebuildIndex(paths: HistoryPaths, migrations: readonly Migration[], nowMs: number): string {
  const lock = lockOutUnlessDamaged(paths.database);
  const partial = `${paths.incoming}.partial`;
  try {
    removeDatabase(partial);
    copyFrom(paths.database, partial, migrations);
  } catch (error) {
    removeDatabase(partial);
    throw error;
  } finally {
    lock?.release();
  }
  flush(partial);
  moveDurably(partial, paths.incoming);
  return replaceDatabase(paths, () => setAside(paths.database, paths.damaged, nowMs));
}

function copyFrom(path: string, to: string, migrations: readonly Migration[]): void {
  const connection = new Sqlite(path, { readonly: true });
  try {
    copyContent(connection, to, migrations);
  } finally {
    connection.close();
  }
}

/** Locks the database. A damaged file may refuse to be locked; it is about to be set aside in any case. */
function lockOutUnlessDamaged(path: string): { release(): void } | null {
  try {
    return lockOut(path);
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}

function removeDatabase(path: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) {
    if (existsSync(path + suffix)) rmSync(path + suffix);
  }
}
