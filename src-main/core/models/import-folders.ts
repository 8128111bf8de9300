/**
 * The folders of imports: `models/<key>.importing`. The key follows from the request, so that the same import finds the
 * work of an interrupted one.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SarviError } from '#contract/errors';
import { claimFile, holderOf, type Claim } from '../claim-file.ts';
import { isResumable, journalPath, KEPT_MS, lockPath } from '../convert/journal.ts';
import { unfinishedPath } from '../convert/unfinished-path.ts';
import { fileError } from '../file-error.ts';
import type { Ports } from '../ports.ts';
import { MODEL_FILE } from './model-manifest.ts';

export interface ImportFolder {
  readonly folder: string;
  /** Where the model's file will be written. */
  readonly filePath: string;
  readonly claim: Claim;
}

export const IMPORTING_SUFFIX = '.importing';
export const CLAIM_FILE = 'claim.json';
/** The request of the import; see `interrupted-imports.ts`. */
export const REQUEST_FILE = 'request.json';
const MOST_ATTEMPTS = 3;
/** Removing an abandoned folder takes less time than this. */
const CLEARING_MS = 1000;
/** Windows refuses to remove files that a process which has just ended still had open. */
export const REMOVAL = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 } as const;

/** @param request - identifies what is imported and how */
export function importFolderPath(modelsFolder: string, request: unknown): string {
  const key = createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 32);
  return join(modelsFolder, `${key}${IMPORTING_SUFFIX}`);
}

/**
 * Creates the folder of an import, or opens the one that it left, and claims it against other processes.
 *
 * @param request - identifies what is imported and how
 * @throws SarviError `conversion-running`, `write-failed`, `disk-full`
 */
export async function openImportFolder(modelsFolder: string, request: unknown, name: string): Promise<ImportFolder> {
  const folder = importFolderPath(modelsFolder, request);
  const giveUpAt = performance.now() + CLEARING_MS;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await mkdir(folder, { recursive: true });
      const result = claimFile(join(folder, CLAIM_FILE));
      if ('claim' in result) return { folder, filePath: join(folder, MODEL_FILE), claim: result.claim };
      // A process that removes abandoned folders claims one for a moment.
      if (performance.now() < giveUpAt) {
        attempt -= 1;
        await pause(50);
        continue;
      }
      throw new SarviError('conversion-running', { path: name, processId: result.holder.processId });
    } catch (thrown) {
      const error = fileError(thrown, folder);
      // Another process may remove the folder before it is claimed.
      if (error.code !== 'path-missing' || attempt === MOST_ATTEMPTS) throw error;
    }
  }
}

/** Removes the files that only an unfinished import needs, from a folder that is a model now. */
export async function tidyImportFolder(folder: string): Promise<void> {
  const temporaryPath = unfinishedPath(join(folder, MODEL_FILE));
  for (const path of [
    join(folder, CLAIM_FILE),
    join(folder, REQUEST_FILE),
    journalPath(temporaryPath),
    lockPath(temporaryPath),
  ]) {
    await rm(path, { force: true });
  }
}

/**
 * Removes the folders that no process works in and no import can continue. A folder that cannot be removed is logged
 * and stays.
 *
 * @throws SarviError `path-missing`, `path-unreadable`
 */
export async function clearImportFolders(modelsFolder: string, ports: Pick<Ports, 'now' | 'log'>): Promise<void> {
  const entries = await readdir(modelsFolder).catch((error: unknown) => {
    throw fileError(error, modelsFolder);
  });
  for (const entry of entries) {
    if (!entry.endsWith(IMPORTING_SUFFIX)) continue;
    const folder = join(modelsFolder, entry);
    try {
      await clear(folder, ports);
    } catch (error) {
      if (fileError(error, folder).code === 'path-missing') continue;
      ports.log.warn('an import left something behind', { folder, error: String(error) });
    }
  }
}

/**
 * Whether an import can continue in its folder: there is written data, or the request of one that waited in the queue.
 */
export async function isResumableImport(folder: string, { now }: Pick<Ports, 'now'>): Promise<boolean> {
  const unfinished = unfinishedPath(join(folder, MODEL_FILE));
  if (await isResumable(unfinished, now())) return true;
  if (existsSync(unfinished) || existsSync(journalPath(unfinished))) return false;
  const request = await stat(join(folder, REQUEST_FILE)).catch(() => null);
  return request !== null && now() - request.mtimeMs < KEPT_MS;
}

/** Claims the folder before it is emptied, so that no other process begins an import in it meanwhile. */
async function clear(folder: string, ports: Pick<Ports, 'now'>): Promise<void> {
  // Also checked before the claim, because a claim would keep away the very import that continues in the folder.
  if (holderOf(join(folder, CLAIM_FILE)) !== null || (await isResumableImport(folder, ports))) return;
  const result = claimFile(join(folder, CLAIM_FILE));
  if ('holder' in result) return;
  if (await isResumableImport(folder, ports)) result.claim.release();
  else await removeImportFolder(folder, result.claim);
}

/** Removes the files of an import that does not run. @throws SarviError `conversion-running`, `write-failed` */
export async function discardImportFolder(folder: string, name: string): Promise<void> {
  try {
    const result = claimFile(join(folder, CLAIM_FILE));
    if ('holder' in result) {
      throw new SarviError('conversion-running', { path: name, processId: result.holder.processId });
    }
    await removeImportFolder(folder, result.claim);
  } catch (thrown) {
    const error = fileError(thrown, folder);
    if (error.code !== 'path-missing') throw error;
  }
}

/** Removes a claimed folder. The claim is removed last; files that another import then writes into the folder stay. */
export async function removeImportFolder(folder: string, claim: Claim): Promise<void> {
  try {
    for (const name of await readdir(folder)) {
      if (name !== CLAIM_FILE) await rm(join(folder, name), REMOVAL);
    }
  } finally {
    claim.release();
  }
  try {
    await rmdir(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
