/**
 * Replaces the file of an AppImage by a newer one. The new one is written beside it, read back, and renamed over it: at
 * every moment one whole program has the name. The running one keeps its open file.
 */
import { access, chmod, constants, copyFile, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { FeedFile } from '#contract/updates';
import { fileError } from '../file-error.ts';
import { requireFreeBytes } from '../require-free-bytes.ts';
import { syncFolder } from '../sync-folder.ts';
import { isSigned } from './download-file.ts';

/** At byte 8 of an AppImage of type 2. @see AppImage/AppImageSpec draft.md */
const APPIMAGE_MARK = Buffer.from([0x41, 0x49, 0x02]);

/** Beside the program. One name for all, so that a kill leaves one file at the most, which the next start removes. */
const UNFINISHED = '.sarvi-update.new';

/** Whether files can be made beside the program. */
export async function canReplace(path: string): Promise<boolean> {
  try {
    await access(dirname(await realpath(path)), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** @throws SarviError `disk-full`, `path-unreadable`, `path-missing`, `write-failed`, `update-failed`; the old file is then as it was */
export async function replaceProgram(program: string, update: string, file: FeedFile): Promise<void> {
  const path = await realpath(program).catch((error: unknown) => {
    throw fileError(error, program);
  });
  const folder = dirname(path);
  await requireAppImage(path);
  await requireFreeBytes(folder, file.sizeBytes);
  const beside = join(folder, UNFINISHED);
  try {
    await rm(beside, { force: true });
    await copyFile(update, beside, constants.COPYFILE_EXCL);
    await chmod(beside, (await stat(path)).mode | 0o100);
    await sync(beside);
    if (!(await isSigned(beside, file))) {
      throw new SarviError('update-failed', { reason: because('copy-differs') });
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw fileError(error, path);
  }
  await syncFolder(folder);
}

/** What a replacement has left that was killed. */
export async function removeUnfinished(program: string): Promise<void> {
  await rm(join(dirname(await realpath(program)), UNFINISHED), { force: true });
}

/** A program that an AppImage has started has that one's variables; no other file may be replaced. */
async function requireAppImage(path: string): Promise<void> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw fileError(error, path);
  });
  try {
    const mark = Buffer.alloc(APPIMAGE_MARK.length);
    await file.read(mark, 0, mark.length, 8);
    if (!mark.equals(APPIMAGE_MARK))
      throw new SarviError('update-failed', { reason: because('not-an-appimage', { path }) });
  } finally {
    await file.close();
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
