import { existsSync, rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { SarviError } from '#contract/errors';
import { flush, moveDurably } from './back-up.ts';
import { APPLICATION_ID, contentTables } from './find-damage.ts';
import type { HistoryPaths } from './history-paths.ts';
import { migrate, schemaVersion } from './migrate.ts';
import type { Migration } from './migrations/migrations.ts';
import { lockOut, replaceDatabase } from './replacement.ts';
import { defineIndexFunctions } from './search/index-functions.ts';
import { setAside } from './set-aside.ts';
import { isDamage } from './sqlite-failure.ts';

/**
 * Makes the search index anew: every table of content is copied into a fresh database, whose triggers index what
 * arrives, and that takes the place of the present one, which is kept. So it also mends an index that cannot be
 * read, or not even removed, and a crash on the way leaves the history as it was.
 *
 * @returns where the former database lies now
 * @throws SarviError `history-unsound`, or SqliteError `SQLITE_CORRUPT`, when more than the index is damaged; `history-locked` or SqliteError `SQLITE_BUSY` while another process
 *   has the history open, `SQLITE_FULL`
 */
export function rebuildIndex(paths: HistoryPaths, migrations: readonly Migration[], nowMs: number): string {
  const lock = lockOutUnlessDamaged(paths.database);
  const partial = `${paths.incoming}.partial`;
  try {
    removeDatabase(partial);
    copyContent(paths.database, partial, migrations);
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

function copyContent(from: string, to: string, migrations: readonly Migration[]): void {
  const connection = new Sqlite(to);
  try {
    // Nobody sees the file before it is whole and flushed.
    connection.pragma('journal_mode = OFF');
    connection.pragma('synchronous = OFF');
    defineIndexFunctions(connection);
    const version = versionOf(from);
    connection.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(
      connection,
      migrations.filter((migration) => migration.version <= version),
      () => undefined,
    );
    connection.pragma('foreign_keys = OFF');
    // Not earlier: a transaction that is begun for writing, as a migration is, locks every attached database.
    connection.prepare('ATTACH ? AS former').run(from);
    const tables = contentTables(connection);
    connection.transaction(() => {
      for (const table of tables) {
        connection.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} SELECT * FROM former.${table}`);
      }
    })();
    checkCopied(connection, tables, version);
  } finally {
    connection.close();
  }
}

function versionOf(path: string): number {
  const connection = new Sqlite(path, { readonly: true });
  try {
    return schemaVersion(connection);
  } finally {
    connection.close();
  }
}

function checkCopied(connection: Sqlite.Database, tables: readonly string[], version: number): void {
  const refuse = (reason: string): never => {
    throw new SarviError('history-unsound', { path: connection.name, reason });
  };
  if (schemaVersion(connection) !== version) refuse(`the copy is not of version ${version}`);
  const verdict = String(connection.pragma('main.integrity_check(1)', { simple: true }));
  if (verdict !== 'ok') refuse(`the copy is damaged: ${verdict}`);
  if ((connection.pragma('main.foreign_key_check') as unknown[]).length > 0) refuse('a reference is broken');
  for (const table of tables) {
    const [copied, former] = ['main', 'former'].map((schema) =>
      connection.prepare(`SELECT count(*) FROM ${schema}.${table}`).pluck().get(),
    );
    if (copied !== former) refuse(`${String(copied)} of ${String(former)} rows of ${table} were copied`);
  }
}

/** A damaged file may not let itself be locked; then it is about to be set aside whatever others do with it. */
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
