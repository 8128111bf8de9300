import { rm } from 'node:fs/promises';
import type { ModelId } from '#contract/vocabulary';
import type { StateStore } from '../engine/states/state-store.ts';
import { fileError } from '../file-error.ts';
import type { Backups } from '../history/backups/backups.ts';
import type { History } from '../history/history.ts';
import type { ImportJobs } from '../models/import-jobs.ts';

export interface DeletionParts {
  readonly history: Pick<History, 'whileClosed'>;
  readonly backups: Pick<Backups, 'removeAll'>;
  readonly states: Pick<StateStore, 'removeAll'> | null;
  readonly imports: Pick<ImportJobs, 'cancelAll'>;
  /** Resolves when nothing is being answered, taken in or written out, and no model is loaded. */
  readonly quiet: () => Promise<void>;
  readonly modelIds: () => Promise<readonly ModelId[]>;
  readonly removeModel: (modelId: ModelId) => Promise<unknown>;
  readonly logsFolder: string;
}

/**
 * Removes all that was said and what was kept of it. The history comes first, as the one thing that another process can
 * keep from being removed: then everything stays.
 *
 * @throws SarviError `history-locked`, `history-unavailable`, `write-failed`
 */
export async function deleteAll(parts: DeletionParts, { models }: { readonly models: boolean }): Promise<void> {
  await parts.quiet();
  await parts.history.whileClosed(() => parts.backups.removeAll());
  await parts.states?.removeAll();
  if (models) {
    await parts.imports.cancelAll();
    for (const modelId of await parts.modelIds()) await parts.removeModel(modelId);
  }
  await rm(parts.logsFolder, { recursive: true, force: true }).catch((error: unknown) => {
    throw fileError(error, parts.logsFolder);
  });
}
