import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { fileError } from './file-error.ts';

/** Not through a link that somebody has put at the temporary name. Windows has no such flag. */
const FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);

/** The last write of each file that is being written. */
const lastWrites = new Map<string, Promise<void>>();

/**
 * Replaces a small file. After a crash or on a full disk it has either the old or the new content: the text is written
 * to a temporary name next to it, fsynced and renamed. Writes of one file come one after the other, so the last one wins.
 *
 * @throws SarviError `write-failed`, `disk-full`
 */
export async function writeFileWhole(path: string, text: string): Promise<void> {
  const before = lastWrites.get(path)?.catch(() => undefined);
  const write = (before ?? Promise.resolve()).then(() => replaceFile(path, text));
  lastWrites.set(path, write);
  try {
    await write;
  } finally {
    if (lastWrites.get(path) === write) lastWrites.delete(path);
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const temporaryPath = `${path}.tmp`;
  try {
    const file = await open(temporaryPath, FLAGS, 0o600);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporaryPath, path);
  } catch (error) {
    await rm(temporaryPath, { force: true });
    throw fileError(error, path);
  }
}
