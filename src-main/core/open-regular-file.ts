import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';

/** Thrown for a pipe, a device or a folder in place of a file: reading it could wait, or go on, for ever. */
export class NotARegularFile extends Error {}

/** Does not wait for the other end of a pipe, and does not make a terminal this process's own. Not on Windows. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/** Opens a file for reading. Symbolic links are followed. @throws NotARegularFile, system errors */
export async function openRegularFile(path: string): Promise<FileHandle> {
  // Opening a device may have effects, so the kind is checked before, and again on the open file.
  if (!(await stat(path)).isFile()) throw new NotARegularFile();
  const file = await open(path, FLAGS);
  try {
    if (!(await file.stat()).isFile()) throw new NotARegularFile();
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}
