import type { Migration } from '../migrations/migrations.ts';
import { backupFiles, type BackupFile } from './backup-files.ts';
import { faultOfBackup } from './check-backup.ts';

/** The newest backup in `folders` that passes every check; null when none does. */
export function newestGoodBackup(folders: readonly string[], migrations: readonly Migration[]): BackupFile | null {
  return backupFiles(folders).find(({ path }) => faultOfBackup(path, migrations) === null) ?? null;
}

/** A time for a sentence in this machine's time zone: `2026-11-23 18:30`, readable in both languages. */
export function momentInWords(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 16)}`;
}
