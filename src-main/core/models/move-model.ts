import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { claimFile } from '../claim-file.ts';
import { fileError } from '../file-error.ts';
import { openRegularFile } from '../open-regular-file.ts';
import { writeFully } from '../positioned-io.ts';
import { syncFolder } from '../sync-folder.ts';
import { digestFile } from './copy-file.ts';
import { CLAIM_FILE, IMPORTING_SUFFIX, REMOVAL, tidyImportFolder } from './import-folders.ts';
import { readManifest } from './model-manifest.ts';

export interface MoveOptions {
  readonly signal: AbortSignal;
  readonly onBytes?: (sizeBytes: number) => void;
  /** Moves a folder within one disk. Tests give one that finds two disks. */
  readonly renameFolder?: (from: string, to: string) => Promise<void>;
}

const CHUNK_BYTES = 2 ** 20;

/**
 * Moves a model's folder from one folder of models to another. At every moment it is whole in at least one of them: on
 * another disk it is copied under a name that is no model's, read back, renamed, and only then removed from the first.
 * After a kill, the same move finishes it.
 *
 * @throws SarviError `cancelled`, `disk-full`, `write-failed`, `path-missing`, `path-unreadable`, `name-taken`
 */
export async function moveModel(id: string, from: string, to: string, options: MoveOptions): Promise<void> {
  const [source, target] = [join(from, id), join(to, id)];
  try {
    const there = await readManifest(target);
    if (there === null) {
      if (await renamed(source, target, options.renameFolder ?? rename)) {
        await Promise.all([syncFolder(to), syncFolder(from)]);
        return;
      }
      await copyFolder(source, target, to, options);
    } else if (JSON.stringify(there) !== JSON.stringify(await readManifest(source))) {
      // Another model of this name, from a time when one of the drives was away.
      throw new SarviError('name-taken', { name: id });
    }
    // From here on it is no model, like that of an import that was given up.
    const aside = join(from, `${randomUUID()}${IMPORTING_SUFFIX}`);
    await rename(source, aside);
    await rm(aside, REMOVAL);
  } catch (error) {
    throw fileError(error, target);
  }
}

/** Whether both are on one disk, and the folder was moved. */
async function renamed(
  source: string,
  target: string,
  renameFolder: NonNullable<MoveOptions['renameFolder']>,
): Promise<boolean> {
  try {
    await renameFolder(source, target);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EXDEV') return false;
    throw error;
  }
}

async function copyFolder(source: string, target: string, to: string, options: MoveOptions): Promise<void> {
  const unfinished = `${target}-moving${IMPORTING_SUFFIX}`;
  await rm(unfinished, REMOVAL);
  await mkdir(unfinished, { mode: 0o700 });
  const claimed = claimFile(join(unfinished, CLAIM_FILE));
  if ('holder' in claimed)
    throw new SarviError('conversion-running', { path: target, processId: claimed.holder.processId });
  try {
    for (const name of await readdir(source)) {
      const digest = await copyFile(join(source, name), join(unfinished, name), options);
      // What a failing disk or cable made of it is noticed while the first copy still exists.
      if ((await digestFile(join(unfinished, name))) !== digest) {
        throw new SarviError('write-failed', { path: join(target, name), reason: because('copy-differs') });
      }
    }
    await syncFolder(unfinished);
    await rename(unfinished, target);
  } catch (error) {
    claimed.claim.release();
    await rm(unfinished, REMOVAL).catch(() => undefined);
    throw error;
  }
  await syncFolder(to);
  await tidyImportFolder(target);
}

/** @returns the SHA-256 of what was read */
async function copyFile(from: string, to: string, { signal, onBytes }: MoveOptions): Promise<string> {
  const source = await openRegularFile(from);
  try {
    const target = await open(to, 'wx', 0o600);
    try {
      const digest = createHash('sha256');
      const chunk = new Uint8Array(CHUNK_BYTES);
      for (let position = 0; ;) {
        if (signal.aborted) throw new SarviError('cancelled');
        const { bytesRead } = await source.read(chunk, 0, chunk.length, position);
        if (bytesRead === 0) break;
        const bytes = chunk.subarray(0, bytesRead);
        digest.update(bytes);
        await writeFully(target, bytes, position);
        position += bytesRead;
        onBytes?.(bytesRead);
      }
      await target.sync();
      return digest.digest('hex');
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
