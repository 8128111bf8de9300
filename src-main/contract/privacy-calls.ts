/** What Sarvi keeps, where, and deleting all of it. */
import * as v from 'valibot';
import { call } from './call.ts';
import { codesOf, FILE_ERRORS, HISTORY_ERRORS } from './declared-errors.ts';
import { Count, FilePath } from './primitives.ts';

/** Kinds of kept data: each is a file or folder in the data folder, or a folder that was ever chosen for backups. */
export const KEPT_KINDS = [
  'conversations',
  'backups',
  'models',
  'adapters',
  'states',
  'evaluations',
  'prompts',
  'updates',
  'cuda',
  'settings',
  'logs',
  'page-keys',
  'remote-keys',
] as const;
export const KeptKind = v.picklist(KEPT_KINDS);
export type KeptKind = (typeof KEPT_KINDS)[number];

/** The present folder for backups comes before earlier ones. */
export const listKept = call('privacy.kept', {
  input: v.strictObject({}),
  output: v.array(v.strictObject({ kind: KeptKind, path: FilePath, sizeBytes: Count })),
});

/** Opens one of the places of `privacy.kept` in the system's file manager; without a path, the data folder. */
export const openKept = call('privacy.open', {
  input: v.strictObject({ path: v.optional(FilePath) }),
  output: v.null(),
  errors: ['unsupported-in-shell', 'path-missing'],
});

/**
 * Deletes every conversation, draft, backup, KV state and log, and with `models` also models and adapters; files that
 * are used in place stay. Running answers and imports are stopped first. When another process has the history open,
 * nothing is deleted.
 */
export const deleteAll = call('privacy.deleteAll', {
  input: v.strictObject({ models: v.boolean() }),
  /** The folders of backups on disks that are away; their backups still exist. */
  output: v.strictObject({ away: v.array(FilePath) }),
  errors: codesOf(HISTORY_ERRORS, FILE_ERRORS, [
    'model-unknown',
    'model-in-use',
    'adapter-unknown',
    'import-unknown',
    'conversion-running',
  ]),
});
