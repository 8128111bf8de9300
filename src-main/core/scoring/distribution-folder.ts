import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { claimFile, holderOf } from '../claim-file.ts';
import { fileError } from '../file-error.ts';
import { CLAIM_FILE, REMOVAL } from '../models/import-folders.ts';
import type { Log } from '../ports.ts';

/** A folder in which one task stores distributions on disk. */
export interface DistributionFolder {
  readonly filePath: string;
  remove(): Promise<void>;
}

/** @throws SarviError `write-failed`, `disk-full` */
export async function makeDistributionFolder(parent: string): Promise<DistributionFolder> {
  const folder = join(parent, randomUUID());
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw fileError(error, folder);
  });
  const claimed = claimFile(join(folder, CLAIM_FILE));
  return {
    filePath: join(folder, 'distributions'),
    async remove() {
      if ('claim' in claimed) claimed.claim.release();
      await rm(folder, REMOVAL);
    },
  };
}

/** Removes the folders of processes that have died. */
export async function clearDistributions(parent: string, log: Pick<Log, 'warn'>): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const folder = join(parent, name);
    if (holderOf(join(folder, CLAIM_FILE)) !== null) continue;
    await rm(folder, REMOVAL).catch((error: unknown) => {
      log.warn('distributions could not be removed', { folder, error: String(error) });
    });
  }
}
