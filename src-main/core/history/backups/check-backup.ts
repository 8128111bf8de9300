import Sqlite from 'better-sqlite3';
import { SarviError } from '#contract/errors';
import { refuseForeign } from '../find-damage.ts';
import { schemaVersion } from '../migrate.ts';
import type { Migration } from '../migrations/migrations.ts';

/**
 * Reads a whole backup and holds it against SQLite's checks and the references between its tables.
 *
 * @returns what is wrong with it; null when it can take the place of the history
 */
export function faultOfBackup(path: string, migrations: readonly Migration[]): SarviError | null {
  let connection: Sqlite.Database | undefined;
  try {
    connection = new Sqlite(path, { readonly: true, fileMustExist: true });
    const reason = fault(connection, migrations);
    return reason === null ? null : new SarviError('backup-damaged', { path, reason });
  } catch (error) {
    if (error instanceof SarviError) return error;
    return new SarviError('backup-damaged', { path, reason: (error as Error).message }, { cause: error });
  } finally {
    connection?.close();
  }
}

function fault(connection: Sqlite.Database, migrations: readonly Migration[]): string | null {
  const foreign = refuseForeign(connection, migrations);
  if (foreign !== null) return foreign.reason;
  if (schemaVersion(connection) === 0) return 'it holds no history';
  const integrity = String(connection.pragma('integrity_check(1)', { simple: true }));
  if (integrity !== 'ok') return integrity;
  return (connection.pragma('foreign_key_check') as unknown[]).length > 0 ? 'a reference is broken' : null;
}
