import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Backup, BackupReason } from '#contract/backup-calls';
import type { Migration } from '../migrations/migrations.ts';
import { listedCondition } from '../listed-condition.ts';
import { backupError, openBackup } from './open-backup.ts';
import { SchemaFault } from '../read-schema.ts';

/** The facts in a backup's name and size. */
export type BackupFile = Omit<Backup, 'conversations' | 'fault'>;

/** `daily-2026-11-23T18-30-00Z.db`; any text may be between reason and time, and a number after the time. */
const NAME = /^(daily|by-hand|before-update|before-restore)-.*?(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z(?:-\d+)?\.db$/;

/** The name for a new backup, without its suffix. */
export function backupName(reason: BackupReason, nowMs: number, remark = ''): string {
  const stamp = new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '-');
  return `${reason}-${remark === '' ? '' : `${remark}-`}${stamp}Z`;
}

/** The facts in a backup's name and size, without opening it; null for other files. */
export function backupAt(folder: string, id: string): BackupFile | null {
  const [, reason, date, hours, minutes, seconds] = NAME.exec(id) ?? [];
  if (reason === undefined) return null;
  const madeAt = Date.parse(`${date}T${hours}:${minutes}:${seconds}Z`);
  const path = join(folder, id);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (Number.isNaN(madeAt) || stats?.isFile() !== true) return null;
  return { id, path, reason: reason as BackupReason, madeAt, sizeBytes: stats.size };
}

/** The backups in `folders`, newest first; a missing or unreadable folder has none. */
export function backupFiles(folders: readonly string[]): BackupFile[] {
  const found = [...new Set(folders)].flatMap((folder) => namesIn(folder).map((id) => backupAt(folder, id)));
  return found.filter((backup) => backup !== null).sort((a, b) => b.madeAt - a.madeAt || b.id.localeCompare(a.id));
}

/** The backups with their content; a file that is refused has the reason, and is not read further. */
export function listBackups(folders: readonly string[], migrations: readonly Migration[]): Backup[] {
  return backupFiles(folders).map((backup) => ({ ...backup, ...contentOf(backup.path, migrations) }));
}

/** How many conversations a backup has outside of the trash. */
export function contentOf(path: string, migrations: readonly Migration[]): Pick<Backup, 'conversations' | 'fault'> {
  try {
    const connection = openBackup(path, migrations);
    try {
      // Pages that lead to each other in circles would be counted without end.
      const verdict = String(connection.pragma(`quick_check('conversations')`, { simple: true }));
      if (verdict !== 'ok') throw new SchemaFault(verdict);
      const count = `SELECT count(*) FROM conversations WHERE deleted_at IS NULL AND ${listedCondition(connection)}`;
      return { conversations: connection.prepare(count).pluck().get() as number, fault: null };
    } finally {
      connection.close();
    }
  } catch (error) {
    return { conversations: null, fault: backupError(error, path).toReport() };
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
