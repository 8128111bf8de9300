import type Sqlite from 'better-sqlite3';
import { SarviError } from '#contract/errors';
import type { Migration } from './migrations/migrations.ts';

/** Version of the schema in `connection`; 0 for a database without one. */
export function schemaVersion(connection: Sqlite.Database): number {
  return connection.pragma('user_version', { simple: true }) as number;
}

/**
 * Migrates the schema to the last version of `migrations` in one transaction, so that a crash leaves either the old or
 * the last version. `beforeFirst` runs before an existing schema is changed (the backup); if it throws, nothing is
 * changed.
 *
 * Foreign keys are off meanwhile, because a step may rebuild a table that others refer to; each step checks them before
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
        // Read inside the transaction: another process may have migrated while this one waited for the lock.
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
