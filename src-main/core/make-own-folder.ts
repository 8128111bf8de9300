import { lstat, mkdir, rm } from 'node:fs/promises';
import { fileError } from './file-error.ts';

/** Whether files in it are Sarvi's to remove: a link leads to a folder of somebody else. */
export async function isOwnFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  return found?.isDirectory() === true;
}

/**
 * Makes a folder in the data folder, in place of a link: what it leads to would be tidied up as Sarvi's own, and others may
 * write there.
 *
 * @throws SarviError `write-failed`, `disk-full`, `path-unreadable`
 */
export async function makeOwnFolder(path: string): Promise<void> {
  try {
    const found = await lstat(path).catch(() => null);
    if (found?.isSymbolicLink() === true) await rm(path);
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw fileError(error, path);
  }
}
