import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';

/** A pipe, a device or a folder stands where a file should: reading it may wait, or go on, for ever. */
export class NotARegularFile extends Error {}

/** Without waiting for the other end of a pipe, and without a terminal becoming this process's own. Not on Windows. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/** Opens a file for reading. A symbolic link counts as what it leads to. @throws NotARegularFile, system errors */
export async function openRegularFile(path: string): Promise<FileHandle> {
  // Devices may act on being opened, so the question comes first, and again for what was opened.
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
