import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';

/**
 * Writes a compact copy of the database to `folder` and checks it: SQLite's integrity check, the version and the
 * numbers of rows. Only then it gets its name. `name` has no suffix; a taken name gets a number. Others may write to
 * the database meanwhile: the copy is its state at one moment.
 *
 * @returns the path of the copy
 * @throws SqliteError `SQLITE_FULL` when there is no room; Error when the copy is not as good as the original
 */
export function backUp(connection: Sqlite.Database, folder: string, name: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = freePath(folder, name, '.db');
  const partial = `${path}.partial`;
  rmSync(partial, { force: true });
  try {
    const before = describe(connection);
    // SQLite writes into an empty file; a file that it creates itself could be read by others.
    writeFileSync(partial, '', { flag: 'wx', mode: 0o600 });
    connection.prepare('VACUUM INTO ?').run(partial);
    checkCopy(partial, before, describe(connection));
    flush(partial);
    renameSync(partial, path);
    flush(folder);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  return path;
}

/** A path that does not exist yet. */
export function freePath(folder: string, name: string, suffix: string): string {
  for (let number = 1; ; number += 1) {
    const path = join(folder, number === 1 ? `${name}${suffix}` : `${name}-${number}${suffix}`);
    if (!existsSync(path)) return path;
  }
}

/** Renames within one disk; the new name survives a power cut. */
export function moveDurably(from: string, to: string): void {
  renameSync(from, to);
  flush(dirname(to));
}

/** Waits until a file, or the names in a folder, are on the disk. */
export function flush(path: string): void {
  const file = openToFlush(path);
  if (file === null) return;
  try {
    fsyncSync(file);
  } catch (error) {
    // Windows flushes only files that are open for writing. The writer of a read-only file has flushed it.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  } finally {
    closeSync(file);
  }
}

/** Null where the system cannot open a folder; there its names need no flushing. */
function openToFlush(path: string): number | null {
  for (const flags of ['r+', 'r']) {
    try {
      return openSync(path, flags);
    } catch {
      // Folders can only be opened for reading.
    }
  }
  return null;
}

/** The version, and the number of rows in each table of content. */
type Description = ReadonlyMap<string, number>;

function checkCopy(path: string, before: Description, after: Description): void {
  const copy = new Sqlite(path, { readonly: true });
  try {
    const integrity = copy.pragma('integrity_check(1)', { simple: true });
    if (integrity !== 'ok') throw new Error(`the backup ${path} is damaged: ${String(integrity)}`);
    const found = describe(copy);
    for (const [name, count] of before) {
      const counts = [count, after.get(name) ?? count];
      const inCopy = found.get(name) ?? -1;
      if (inCopy >= Math.min(...counts) && inCopy <= Math.max(...counts)) continue;
      throw new Error(`the backup ${path} has ${name} ${inCopy}, expected ${counts.join(' to ')}`);
    }
  } finally {
    copy.close();
  }
}

function describe(connection: Sqlite.Database): Description {
  const facts = new Map([['version', connection.pragma('user_version', { simple: true }) as number]]);
  const tables = connection
    .prepare<[], { name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('conversations', 'messages') ORDER BY name`,
    )
    .all();
  for (const { name } of tables) {
    facts.set(name, connection.prepare(`SELECT count(*) FROM ${name}`).pluck().get() as number);
  }
  return facts;
}
