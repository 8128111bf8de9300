import { contentTables } from '../content-tables.ts';
import type { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { Migration } from '../migrations/migrations.ts';
import { backupError, deadlineFor, openBackup } from './open-backup.ts';
import { SchemaFault } from '../read-schema.ts';

/**
 * Reads a backup and checks it with SQLite and by the references between its tables. Its search index is not checked,
 * because a restore rebuilds it.
 *
 * @returns the fault; null when it can replace the history
 */
export function faultOfBackup(path: string, migrations: readonly Migration[]): SarviError | null {
  try {
    const connection = openBackup(path, migrations);
    try {
      const inTime = deadlineFor(path);
      for (const table of contentTables(connection)) {
        const verdict = String(connection.pragma(`integrity_check('${table}')`, { simple: true }));
        if (verdict !== 'ok') throw new SchemaFault(verdict);
        inTime();
      }
      if ((connection.pragma('foreign_key_check') as unknown[]).length > 0)
        throw new SchemaFault(because('broken-reference'));
      return null;
    } finally {
      connection.close();
    }
  } catch (error) {
    return backupError(error, path);
  }
}
