import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Backup, BackupReason } from '#contract/backup-calls';

/** `daily-2026-11-23T18-30-00Z.db`; what lies between the reason and the time, and a number behind it, is free. */
const NAME = /^(daily|by-hand|before-update|before-restore)-.*?(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z(?:-\d+)?\.db$/;

/** The name of a backup that is made now, without its suffix. */
export function backupName(reason: BackupReason, nowMs: number, remark = ''): string {
  const stamp = new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '-');
  return `${reason}-${remark === '' ? '' : `${remark}-`}${stamp}Z`;
}

/** What its name and size tell of a backup, which is not opened; null for other files. */
export function backupAt(folder: string, id: string): Omit<Backup, 'conversations'> | null {
  const [, reason, date, hours, minutes, seconds] = NAME.exec(id) ?? [];
  if (reason === undefined) return null;
  const madeAt = Date.parse(`${date}T${hours}:${minutes}:${seconds}Z`);
  const path = join(folder, id);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (Number.isNaN(madeAt) || stats?.isFile() !== true) return null;
  return { id, path, reason: reason as BackupReason, madeAt, sizeBytes: stats.size };
}

/** The backups in `folders`, newest first; a folder that is not there, or may not be read, has none. */
export function backupFiles(folders: readonly string[]): Omit<Backup, 'conversations'>[] {
  const found = [...new Set(folders)].flatMap((folder) => namesIn(folder).map((id) => backupAt(folder, id)));
  return found.filter((backup) => backup !== null).sort((a, b) => b.madeAt - a.madeAt || b.id.localeCompare(a.id));
}

/** The backups with what is in them. */
export function listBackups(folders: readonly string[]): Backup[] {
  return backupFiles(folders).map((backup) => ({ ...backup, conversations: countConversations(backup.path) }));
}

/** How many conversations a backup has outside of the trash; null when it cannot be read. */
export function countConversations(path: string): number | null {
  let connection: Sqlite.Database | undefined;
  try {
    connection = new Sqlite(path, { readonly: true });
    return connection.prepare('SELECT count(*) FROM conversations WHERE deleted_at IS NULL').pluck().get() as number;
  } catch {
    return null;
  } finally {
    connection?.close();
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
