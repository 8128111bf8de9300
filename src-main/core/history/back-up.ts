import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

/**
 * Writes a whole, compact copy of the database to `folder` and checks it: SQLite's own integrity check, the version
 * and the numbers of rows. It gets its name only after that. `name` is without suffix; a taken one gets a number.
 *
 * @returns the path of the copy
 * @throws SqliteError `SQLITE_FULL` when there is no room; Error when the copy is not as good as the original
 */
export function backUp(connection: Sqlite.Database, folder: string, name: string): string {
  mkdirSync(folder, { recursive: true });
  const path = freePath(folder, name, '.db');
  const partial = `${path}.partial`;
  rmSync(partial, { force: true });
  try {
    connection.prepare('VACUUM INTO ?').run(partial);
    checkCopy(connection, partial);
    flush(partial);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  return path;
}

/** A path that nothing lies at yet. */
export function freePath(folder: string, name: string, suffix: string): string {
  for (let number = 1; ; number += 1) {
    const path = join(folder, number === 1 ? `${name}${suffix}` : `${name}-${number}${suffix}`);
    if (!existsSync(path)) return path;
  }
}

function checkCopy(original: Sqlite.Database, path: string): void {
  const copy = new Sqlite(path, { readonly: true });
  try {
    const integrity = copy.pragma('integrity_check(1)', { simple: true });
    if (integrity !== 'ok') throw new Error(`the backup ${path} is damaged: ${String(integrity)}`);
    const expected = describe(original);
    const found = describe(copy);
    if (expected !== found) throw new Error(`the backup ${path} has ${found}, expected ${expected}`);
  } finally {
    copy.close();
  }
}

function describe(connection: Sqlite.Database): string {
  const tables = connection
    .prepare<[], { name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('conversations', 'messages') ORDER BY name`,
    )
    .all();
  const counts = tables.map(({ name }) => {
    const { count } = connection.prepare(`SELECT count(*) AS count FROM ${name}`).get() as { count: number };
    return `${count} ${name}`;
  });
  return [`version ${String(connection.pragma('user_version', { simple: true }))}`, ...counts].join(', ');
}

function flush(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
