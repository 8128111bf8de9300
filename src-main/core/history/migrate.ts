import type Sqlite from 'better-sqlite3';
import { SarviError } from '#contract/errors';
import type { Migration } from './migrations/migrations.ts';

/** Version of the schema in `connection`; 0 is a database without one. */
export function schemaVersion(connection: Sqlite.Database): number {
  return connection.pragma('user_version', { simple: true }) as number;
}

/**
 * Takes the schema to the last version of `migrations` in one transaction for all steps, so that a crash leaves the
 * database at the version that it had or at the last one, and never between. `beforeFirst` runs before an existing schema is changed (the backup); when it
 * throws, nothing has changed.
 *
 * Foreign keys are off meanwhile, since a step may rebuild a table that others refer to; each step checks them before
 * it commits.
 *
 * @throws SarviError `history-newer-version` when another, newer Sarvi migrated first
 */
export function migrate(
  connection: Sqlite.Database,
  migrations: readonly Migration[],
  beforeFirst: (from: number) => void,
): void {
  const target = migrations.at(-1)?.version ?? 0;
  const from = schemaVersion(connection);
  if (from === target) return;
  if (from > 0) beforeFirst(from);

  connection.pragma('foreign_keys = OFF');
  try {
    connection
      .transaction(() => {
        // Read inside the transaction: another process may have done this while this one waited for the lock.
        const present = schemaVersion(connection);
        if (present > target) throw newerVersion(connection.name, present, target);
        for (const { version, sql } of migrations) {
          if (present >= version) continue;
          connection.exec(sql);
          const broken = connection.pragma('foreign_key_check') as unknown[];
          if (broken.length > 0) throw new Error(`migration ${version} broke ${broken.length} references`);
          connection.pragma(`user_version = ${version}`);
        }
      })
      .immediate();
  } finally {
    connection.pragma('foreign_keys = ON');
  }
}

export function newerVersion(path: string, found: number, expected: number): SarviError {
  return new SarviError('history-newer-version', { path, found, expected });
}
