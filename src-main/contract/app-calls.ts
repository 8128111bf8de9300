/** The app itself: its facts, its settings, and choosing files. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { FILE_ERRORS } from './declared-errors.ts';
import { ErrorReport } from './errors.ts';
import { FilePath } from './primitives.ts';
import { Settings } from './settings.ts';

export const describeApp = call('app.describe', {
  input: v.strictObject({}),
  output: v.strictObject({
    version: v.string(),
    shell: v.picklist(['desktop', 'web', 'cli']),
    platform: v.string(),
    /** BCP 47 tag of the system's language, like `fi-FI`. */
    systemLocale: v.string(),
    dataFolder: FilePath,
    /** True where `app.choosePath` opens the system's own dialog; elsewhere the renderer lists folders itself. */
    nativeDialogs: v.boolean(),
    /** Faults that were found and repaired at the start. */
    notices: v.array(ErrorReport),
  }),
});

/** The user has seen the notices about the history; the next start does not show them. */
export const noticeSeen = call('app.noticeSeen', { input: v.strictObject({}), output: v.null() });

/**
 * Opens the system's dialog for a checkpoint folder, a GGUF file, a file or folder of conversations, or a folder to keep models
 * in; `path` is null when the user closes it.
 */
export const choosePath = call('app.choosePath', {
  input: v.strictObject({
    kind: v.picklist([
      'checkpoint',
      'gguf',
      'conversations',
      'conversations-folder',
      'data-file',
      'data-folder',
      'models-folder',
    ]),
  }),
  output: v.strictObject({ path: v.nullable(FilePath) }),
  errors: ['unsupported-in-shell'],
});

/** Opens the system's dialog for a file to write, which asks before a file is replaced; null when it is closed. */
export const chooseNewPath = call('app.chooseNewPath', {
  input: v.strictObject({ suggestedName: v.pipe(v.string(), v.nonEmpty(), v.maxLength(200)) }),
  output: v.strictObject({ path: v.nullable(FilePath) }),
  errors: ['unsupported-in-shell'],
});

/**
 * Lists the folders, checkpoints and GGUF files in one folder; without `path`, in the user's home. A path may be as
 * pasted: with quotes, `~` or `file:`. For a GGUF file, its folder is listed.
 */
export const listFolder = call('app.listFolder', {
  input: v.strictObject({ path: v.optional(FilePath) }),
  output: v.strictObject({
    path: FilePath,
    parentPath: v.nullable(FilePath),
    /** The given path, if it can be chosen itself. */
    chosen: v.optional(v.strictObject({ path: FilePath, kind: v.picklist(['checkpoint', 'adapter', 'gguf']) })),
    /** Folders to look in first. */
    places: v.optional(v.array(v.strictObject({ kind: v.picklist(['home', 'downloads']), path: FilePath }))),
    entries: v.array(
      v.strictObject({
        name: v.string(),
        path: FilePath,
        kind: v.picklist(['folder', 'checkpoint', 'adapter', 'gguf']),
      }),
    ),
  }),
  errors: [...FILE_ERRORS, 'path-not-a-model'],
});

export const getSettings = call('settings.get', { input: v.strictObject({}), output: Settings });

/** Replaces the given settings and keeps the others. Remote engines have calls of their own. */
export const updateSettings = call('settings.update', {
  input: v.partial(v.omit(Settings, ['remoteEngines'])),
  output: Settings,
  errors: ['write-failed', 'disk-full', 'data-folder-gone'],
});

/** The model file that the user has opened with Sarvi, once; null when there is none. */
export const takeOpenedFile = call('app.takeOpenedFile', {
  input: v.strictObject({}),
  output: v.strictObject({ path: v.nullable(FilePath) }),
});

/** A model file was opened with Sarvi while it runs; `app.takeOpenedFile` has it. */
export const fileOpened = event('app.fileOpened', v.strictObject({ path: FilePath }));

/** The data folder has gone while the app runs. */
export const dataFolderGone = event('app.dataFolderGone', ErrorReport);

/** Another version was installed over this one while it runs. */
export const programReplaced = event('app.programReplaced', ErrorReport);

export const settingsChanged = event('settings.changed', Settings);
