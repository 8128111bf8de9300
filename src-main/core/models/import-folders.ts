/**
 * The folders that imports work in: `models/<key>.importing`. The key follows from the request, so that the same
 * import finds again what an interrupted one has left.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { claimFile, holderOf, type Claim } from '../claim-file.ts';
import { isResumable, journalPath, lockPath } from '../convert/journal.ts';
import { unfinishedPath } from '../convert/run-conversion.ts';
import { fileError } from '../file-error.ts';
import { MODEL_FILE } from './model-manifest.ts';

export interface ImportFolder {
  readonly folder: string;
  /** Where the model's file is to come to lie. */
  readonly filePath: string;
  readonly claim: Claim;
}

export const IMPORTING_SUFFIX = '.importing';
const CLAIM_FILE = 'claim.json';
const MOST_ATTEMPTS = 3;

/**
 * Makes a folder for an import, or opens the one that it left, and keeps other processes out of it.
 *
 * @param request - what is imported and how, in any form that is the same for the same
 * @throws SarviError `conversion-running`, `write-failed`, `disk-full`
 */
export async function openImportFolder(modelsFolder: string, request: unknown, name: string): Promise<ImportFolder> {
  const key = createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 32);
  const folder = join(modelsFolder, `${key}${IMPORTING_SUFFIX}`);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await mkdir(folder, { recursive: true });
      const result = claimFile(join(folder, CLAIM_FILE));
      if ('claim' in result) return { folder, filePath: join(folder, MODEL_FILE), claim: result.claim };
      throw new SarviError('conversion-running', { path: name, processId: result.holder.processId });
    } catch (thrown) {
      const error = fileError(thrown, folder);
      // Another process may clear the folder away before it is claimed.
      if (error.code !== 'path-missing' || attempt === MOST_ATTEMPTS) throw error;
    }
  }
}

/** Removes what only an unfinished import needs. */
export async function tidyImportFolder(folder: string): Promise<void> {
  const temporaryPath = unfinishedPath(join(folder, MODEL_FILE));
  for (const path of [join(folder, CLAIM_FILE), journalPath(temporaryPath), lockPath(temporaryPath)]) {
    await rm(path, { force: true });
  }
}

/** Removes the folders that nobody works in and nobody could go on from. */
export async function clearImportFolders(modelsFolder: string, version: string, now: number): Promise<void> {
  for (const entry of await readdir(modelsFolder)) {
    if (!entry.endsWith(IMPORTING_SUFFIX)) continue;
    const folder = join(modelsFolder, entry);
    if (holderOf(join(folder, CLAIM_FILE)) !== null) continue;
    if (await isResumable(unfinishedPath(join(folder, MODEL_FILE)), version, now)) continue;
    await rm(folder, { recursive: true, force: true });
  }
}
