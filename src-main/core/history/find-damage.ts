import { existsSync, statSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { contentTables } from './content-tables.ts';
import { judgeSchema, schemaOfConnection } from './judge-schema.ts';
import { newerVersion, schemaVersion } from './migrate.ts';
import type { Migration } from './migrations/migrations.ts';
import { isDamage } from './sqlite-failure.ts';

export interface Damage {
  /**
   * `index`: the tables that the search index is built from are sound, so it can be rebuilt. `schema`: those tables are
   * as Sarvi made them, but another program added or removed something else.
   */
  readonly kind: 'index' | 'schema' | 'whole';
  readonly reason: string;
}

/** Marks a file as one of Sarvi's histories: "Srvi". */
export const APPLICATION_ID = 0x53727669;
/** How long to wait for another process that writes. */
export const BUSY_TIMEOUT_MS = 5000;
/** Checking a file up to this size takes less than a tenth of a second, so it is always done. */
const ALWAYS_CHECKED_BYTES = 32 * 1024 * 1024;

/**
 * Finds damage in the file; null when there is none, or no file. Opens it only for reading: a file of a newer Sarvi, or
 * of another program, is refused unchanged.
 *
 * @throws SarviError `history-newer-version`, `history-foreign`; SqliteError when the file cannot be read at all
 */
export function findDamage(path: string, migrations: readonly Migration[], suspected: boolean): Damage | null {
  if (!existsSync(path)) {
    return existsSync(`${path}-wal`) ? { kind: 'whole', reason: because('database-gone') } : null;
  }
  const sizeBytes = statSync(path).size;
  // SQLite creates the file before it writes to it; after a crash in between it is empty.
  if (sizeBytes === 0) return null;
  let connection: Sqlite.Database | undefined;
  try {
    connection = new Sqlite(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
    connection.pragma('trusted_schema = OFF');
    refuseForeign(connection, migrations);
    const changed = changedSchema(connection, migrations);
    if (changed !== null) return changed;
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

/** @throws SarviError `history-newer-version`, `history-foreign` */
export function refuseForeign(connection: Sqlite.Database, migrations: readonly Migration[]): void {
  const version = schemaVersion(connection);
  const latest = migrations.at(-1)?.version ?? 0;
  const isOwn = connection.pragma('application_id', { simple: true }) === APPLICATION_ID;
  if (isOwn && version > latest) throw newerVersion(connection.name, version, latest);
  // Sarvi creates its tables in one transaction: without a version there are none.
  const isEmpty = version === 0 && schemaOfConnection(connection).length === 0;
  if (!isEmpty && (!isOwn || version === 0)) {
    throw new SarviError('history-foreign', {
      path: connection.name,
      reason: because('foreign-database'),
    });
  }
}

/** The difference from Sarvi's own schema. @throws SarviError `history-foreign` when tables of content differ */
function changedSchema(connection: Sqlite.Database, migrations: readonly Migration[]): Damage | null {
  const version = schemaVersion(connection);
  if (version === 0) return null;
  const { difference, contentIsSame } = judgeSchema(schemaOfConnection(connection), version, migrations);
  if (difference === null) return null;
  if (contentIsSame) return { kind: 'schema', reason: difference };
  throw new SarviError('history-foreign', { path: connection.name, reason: difference });
}

/** Whether every table of content and its indexes are sound, wherever the damage is. */
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
    // A damaged page of a virtual table ends the check.
    if (isDamage(error)) return (error as Error).message;
    throw error;
  }
}

function verdict(connection: Sqlite.Database, pragma: string): string {
  return String(connection.pragma(pragma, { simple: true }));
}
