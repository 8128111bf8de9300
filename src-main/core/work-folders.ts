/**
 * Folders of long work, one for each piece of it, such as `evaluations/<id>/`. A folder is made whole or not at all, and
 * the process that works on it has its claim there.
 */
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SarviError } from '#contract/errors';
import { claimFile, holderOf, type Claim } from './claim-file.ts';
import { fileError } from './file-error.ts';
import { syncFolder } from './sync-folder.ts';

/** Names the process that works on it. */
const CLAIM_NAME = 'working';
/** A folder is made under such a name, and renamed when it is whole. */
const UNFINISHED_SUFFIX = '.making';

/**
 * @param files - their texts by name, written in this order
 * @throws SarviError `write-failed`, `disk-full`
 */
export async function makeWorkFolder(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw fileError(error, parent);
  });
  const making = `${folder}${UNFINISHED_SUFFIX}`;
  try {
    await mkdir(making, { recursive: true, mode: 0o700 });
    for (const [name, text] of Object.entries(files)) await writeSynced(join(making, name), text);
    await rename(making, folder);
    await syncFolder(parent);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    throw fileError(error, folder);
  }
}

/** The names of the whole ones in `parent`, none where it does not exist. @throws SarviError `path-unreadable` */
export async function workFoldersIn(parent: string): Promise<string[]> {
  try {
    const entries = await readdir(parent, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.endsWith(UNFINISHED_SUFFIX))
      .map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw fileError(error, parent);
  }
}

/** @throws SarviError `evaluation-running-elsewhere`, `path-missing`, `write-failed`, `disk-full` */
export function claimWork(folder: string): Claim {
  const claimed = claimFile(join(folder, CLAIM_NAME));
  if ('claim' in claimed) return claimed.claim;
  throw new SarviError('evaluation-running-elsewhere', { processId: claimed.holder.processId });
}

/** @throws SarviError `evaluation-running-elsewhere` while another process works on it */
export function requireUnclaimed(folder: string): void {
  const holder = holderOf(join(folder, CLAIM_NAME));
  if (holder) throw new SarviError('evaluation-running-elsewhere', { processId: holder.processId });
}

/** @throws SarviError `write-failed` */
export async function removeWorkFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch((error: unknown) => {
    throw fileError(error, folder);
  });
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}
