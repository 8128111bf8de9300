import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdapterId } from '#contract/adapters';
import type { ModelId } from '#contract/primitives';
import { holderOf } from '../claim-file.ts';
import type { StateStore } from '../engine/states/state-store.ts';
import { fileError } from '../file-error.ts';
import type { Backups } from '../history/backups/backups.ts';
import type { History } from '../history/history.ts';
import { CLAIM_FILE, REMOVAL } from '../models/import-folders.ts';
import type { ImportJobs } from '../models/import-jobs.ts';
import type { KeyStore } from '../ports.ts';
import { KEPT_FILES } from './kept-register.ts';

export interface DeletionParts {
  readonly history: Pick<History, 'whileClosed'>;
  readonly backups: Pick<Backups, 'removeAll'>;
  readonly states: Pick<StateStore, 'removeAll'> | null;
  readonly imports: Pick<ImportJobs, 'cancelAll'>;
  readonly keys: Pick<KeyStore, 'clear'>;
  /** Resolves when no answer, import or export runs, and no model is loaded. */
  readonly quiet: () => Promise<void>;
  readonly modelIds: () => Promise<readonly ModelId[]>;
  readonly removeModel: (modelId: ModelId) => Promise<unknown>;
  readonly adapterIds: () => Promise<readonly AdapterId[]>;
  readonly removeAdapter: (adapterId: AdapterId) => Promise<unknown>;
  readonly removeCuda: () => Promise<void>;
  /** Ends the local API, with its key and its list of requests. */
  readonly forgetApi: () => Promise<void>;
  readonly dataFolder: string;
  /** All that models are in and that can be reached. */
  readonly modelFolders: () => readonly string[];
}

/**
 * Deletes everything that was said and kept. The history is deleted first, because only there another process can
 * prevent it: then everything stays.
 *
 * @returns the folders of backups on disks that are away, which must be deleted by hand
 * @throws SarviError `history-locked`, `history-unavailable`, `write-failed`
 */
export async function deleteAll(parts: DeletionParts, { models }: { readonly models: boolean }): Promise<string[]> {
  await parts.quiet();
  const away = await parts.history.whileClosed(() => parts.backups.removeAll());
  await parts.states?.removeAll();
  await parts.forgetApi();
  await parts.keys.clear();
  if (models) {
    await parts.imports.cancelAll();
    for (const modelId of await parts.modelIds()) await parts.removeModel(modelId);
    for (const folder of parts.modelFolders()) await empty(folder);
    for (const adapterId of await parts.adapterIds()) await parts.removeAdapter(adapterId);
    await parts.removeCuda();
  }
  for (const { name, deleted } of KEPT_FILES) {
    // A new history may exist by now.
    if (name === 'history' || typeof deleted === 'object' || (deleted === 'with-models' && !models)) continue;
    await remove(join(parts.dataFolder, name)).catch((error: unknown) => {
      // The engine may still have a library loaded; the next start removes it.
      if (name !== 'cuda') throw error;
    });
  }
  return away;
}

/** A file, which another shell may have written, or everything in a folder. */
async function remove(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found?.isDirectory()) return empty(path);
  await rm(path, { force: true }).catch((error: unknown) => {
    throw fileError(error, path);
  });
}

/**
 * Also deletes files that the library does not list, such as a model with a damaged description; but nothing that
 * another process works on.
 */
async function empty(folder: string): Promise<void> {
  for (const entry of await readdir(folder).catch(() => [])) {
    const path = join(folder, entry);
    if (holderOf(join(path, CLAIM_FILE)) !== null) continue;
    await rm(path, REMOVAL).catch((error: unknown) => {
      throw fileError(error, path);
    });
  }
}
