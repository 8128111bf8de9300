/** Looking for a newer Sarvi, downloading and installing it: each only when the user says so. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { codesOf, FILE_ERRORS, HISTORY_ERRORS } from './declared-errors.ts';
import { ErrorReport, UPDATE_ERRORS } from './errors.ts';
import { Count, FilePath } from './primitives.ts';
import { UpdateFeed, Version } from './updates.ts';

/** How this Sarvi was installed. */
export const PROGRAM_KINDS = ['nsis', 'portable', 'mac', 'appimage', 'deb', 'rpm', 'tar'] as const;

export const UpdateOffer = v.strictObject({
  version: Version,
  released: UpdateFeed.entries.released,
  notes: v.strictObject(UpdateFeed.entries.notes.entries),
  fileName: v.string(),
  sizeBytes: Count,
  /** What has been downloaded, in this run or an earlier one. */
  bytesDone: Count,
  isDownloaded: v.boolean(),
  /** `by-hand` where the system's own tools install the file, or the place of the program cannot be written. */
  installs: v.picklist(['by-itself', 'by-hand']),
});
export type UpdateOffer = v.InferOutput<typeof UpdateOffer>;

export const UpdateStatus = v.strictObject({
  currentVersion: v.string(),
  programKind: v.picklist(PROGRAM_KINDS),
  /** The file or folder of the program that an update replaces; null where that is the system's affair. */
  programPath: v.nullable(FilePath),
  /** The server that is asked. */
  host: v.string(),
  phase: v.picklist(['idle', 'checking', 'downloading', 'installing']),
  /** The newest version that was found by a check of this run, even an older one than this; null before. */
  foundVersion: v.nullable(Version),
  /** When that one was released, as its feed says. */
  foundReleased: v.nullable(UpdateFeed.entries.released),
  offer: v.nullable(UpdateOffer),
  /** Why the last step failed. */
  error: v.nullable(ErrorReport),
});
export type UpdateStatus = v.InferOutput<typeof UpdateStatus>;

/** Null where this Sarvi was built without updates, or is not the desktop app. Sends nothing. */
export const updateStatus = call('updates.status', { input: v.strictObject({}), output: v.nullable(UpdateStatus) });

/** Sends one request for the feed. A failure is in the status too. */
export const checkForUpdates = call('updates.check', {
  input: v.strictObject({}),
  output: UpdateStatus,
  errors: codesOf(UPDATE_ERRORS, FILE_ERRORS, ['unsupported-in-shell', 'cancelled', 'data-folder-gone']),
});

/** Begins or continues the download of what is offered; events of `updates.changed` follow. */
export const downloadUpdate = call('updates.download', {
  input: v.strictObject({}),
  output: v.null(),
  errors: ['unsupported-in-shell', 'update-unknown', 'data-folder-gone'],
});

/** Stops a check or a download; what has come is kept. */
export const cancelUpdate = call('updates.cancel', {
  input: v.strictObject({}),
  output: v.null(),
  errors: ['unsupported-in-shell'],
});

/** Deletes what was downloaded. */
export const discardUpdate = call('updates.discard', {
  input: v.strictObject({}),
  output: v.null(),
  errors: codesOf(FILE_ERRORS, ['unsupported-in-shell', 'data-folder-gone']),
});

/** Checks the file once more, and shows it in the system's file manager. */
export const showUpdate = call('updates.show', {
  input: v.strictObject({}),
  output: v.null(),
  errors: [
    'unsupported-in-shell',
    'update-unknown',
    'update-file-differs',
    'update-refused',
    'path-missing',
    'path-unreadable',
  ],
});

/** Checks the file once more, backs up the history, closes Sarvi and starts the new one. */
export const installUpdate = call('updates.install', {
  input: v.strictObject({}),
  output: v.null(),
  errors: codesOf(UPDATE_ERRORS, FILE_ERRORS, HISTORY_ERRORS, [
    'unsupported-in-shell',
    'history-unsound',
    'backup-damaged',
    'data-folder-gone',
  ]),
});

export const updatesChanged = event('updates.changed', UpdateStatus);
