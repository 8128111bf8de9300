import { existsSync, statSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { newerVersion, schemaVersion } from './migrate.ts';
import type { Migration } from './migrations/migrations.ts';
import { isDamage } from './sqlite-failure.ts';

export interface Damage {
  /** `index`: every table that the search index is made from is sound, so it can be made again from them. */
  readonly kind: 'index' | 'whole';
  readonly reason: string;
}

/** Marks a file as one of Sarvi's histories: "Srvi". */
export const APPLICATION_ID = 0x53727669;
/** How long to wait for another process that writes. */
export const BUSY_TIMEOUT_MS = 5000;
/** A whole check reads the whole file: up to this size it takes less than a tenth of a second, so it is always done. */
const ALWAYS_CHECKED_BYTES = 32 * 1024 * 1024;

/** Tables whose content follows from others. Virtual tables and what lies behind them are not named here. */
const DERIVED_TABLES: readonly string[] = ['vocabulary', 'word_lemmas'];

/**
 * What is wrong with the file; null when nothing is, or when there is no file. Opens it for reading only: a file of a
 * newer Sarvi is refused with every byte as it was.
 *
 * @throws SarviError `history-newer-version`; SqliteError when the file cannot be read at all
 */
export function findDamage(path: string, migrations: readonly Migration[], suspected: boolean): Damage | null {
  if (!existsSync(path)) {
    return existsSync(`${path}-wal`) ? { kind: 'whole', reason: 'the database is missing, its log is there' } : null;
  }
  const sizeBytes = statSync(path).size;
  // SQLite makes the file before it writes to it; a crash in between leaves it empty.
  if (sizeBytes === 0) return null;
  let connection: Sqlite.Database | undefined;
  try {
    connection = new Sqlite(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
    const foreign = refuseForeign(connection, migrations);
    if (foreign !== null) return foreign;
    if (!suspected && sizeBytes > ALWAYS_CHECKED_BYTES) return null;
    const reason = firstFault(connection);
    return reason === null ? null : { kind: isSoundWithoutIndex(connection) ? 'index' : 'whole', reason };
  } catch (error) {
    if (isDamage(error)) return { kind: 'whole', reason: (error as Error).message };
    throw error;
  } finally {
    connection?.close();
  }
}

/** @throws SarviError `history-newer-version` */
export function refuseForeign(connection: Sqlite.Database, migrations: readonly Migration[]): Damage | null {
  const version = schemaVersion(connection);
  const latest = migrations.at(-1)?.version ?? 0;
  if (version > latest) throw newerVersion(connection.name, version, latest);
  const isForeign = version > 0 && connection.pragma('application_id', { simple: true }) !== APPLICATION_ID;
  return isForeign ? { kind: 'whole', reason: 'the file belongs to another program' } : null;
}

/** The tables that hold what cannot be made again. */
export function contentTables(connection: Sqlite.Database): string[] {
  return connection
    .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name`)
    .pluck()
    .all()
    .map(String)
    .filter((name) => !name.startsWith('sqlite_') && !DERIVED_TABLES.includes(name));
}

/** Whether the damage, wherever it is, has left every table of content and its indexes whole. */
export function isSoundWithoutIndex(connection: Sqlite.Database): boolean {
  try {
    const tables = contentTables(connection);
    return tables.length > 0 && tables.every((table) => verdict(connection, `integrity_check('${table}')`) === 'ok');
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}

function firstFault(connection: Sqlite.Database): string | null {
  try {
    const found = verdict(connection, 'quick_check(1)');
    return found === 'ok' ? null : found;
  } catch (error) {
    // A damaged page of a virtual table ends the check itself.
    if (isDamage(error)) return (error as Error).message;
    throw error;
  }
}

function verdict(connection: Sqlite.Database, pragma: string): string {
  return String(connection.pragma(pragma, { simple: true }));
}
