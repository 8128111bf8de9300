/** Backups of the history, made daily and by hand, and restoring one. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { codesOf, FILE_ERRORS, HISTORY_ERRORS } from './declared-errors.ts';
import { ErrorReport } from './errors.ts';
import { Count, FilePath, TimestampMs } from './primitives.ts';

/**
 * Why a backup was made: `before-update` by a newer Sarvi, `before-restore` of the history that another backup
 * replaced.
 */
export const BackupReason = v.picklist(['daily', 'by-hand', 'before-update', 'before-restore']);
export type BackupReason = v.InferOutput<typeof BackupReason>;

/** One whole copy of the history, checked when it was made. */
export const Backup = v.strictObject({
  /** Its file name. */
  id: v.pipe(v.string(), v.nonEmpty(), v.maxLength(255)),
  path: FilePath,
  reason: BackupReason,
  madeAt: TimestampMs,
  sizeBytes: Count,
  /** Conversations outside the trash; null for a file that is refused. */
  conversations: v.nullable(Count),
  /** Why it cannot replace the history, as far as its schema shows; a restore reads the rest. */
  fault: v.nullable(ErrorReport),
});
export type Backup = v.InferOutput<typeof Backup>;

const BACKUP_ERRORS = codesOf(HISTORY_ERRORS, FILE_ERRORS, ['history-unsound', 'backup-damaged']);

/** Newest first, from all folders with backups; `folder` is where the next one is made. */
export const listBackups = call('history.backups', {
  input: v.strictObject({}),
  output: v.strictObject({ folder: FilePath, backups: v.array(Backup) }),
  errors: BACKUP_ERRORS,
});

/** Makes a backup now, whatever has changed since the last one. */
export const backUpHistory = call('history.backUp', {
  input: v.strictObject({}),
  output: Backup,
  errors: BACKUP_ERRORS,
});

/**
 * Replaces the history by a backup; the history is kept as a backup itself (`setAside`). Running answers are stopped
 * first. When the backup is not sound, or another process has the history open, nothing changes.
 */
export const restoreHistory = call('history.restore', {
  input: v.strictObject({ backupId: Backup.entries.id }),
  output: v.strictObject({ setAside: v.nullable(FilePath) }),
  errors: [...BACKUP_ERRORS, 'backup-unknown'],
});

/**
 * The daily backup failed with `backup-failed`; sent once until a backup succeeds. A renderer that starts later finds
 * it among the notices of `app.describe`.
 */
export const backupFailed = event('history.backupFailed', ErrorReport);

/** All conversations have been replaced: a backup was restored, or a damaged history was set aside in use. */
export const historyReplaced = event('history.replaced', v.strictObject({ notice: v.nullable(ErrorReport) }));
