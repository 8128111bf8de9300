import { open, stat, type FileHandle } from 'node:fs/promises';

/** A pipe, a device or a folder stands where a file should: reading it may wait, or go on, for ever. */
export class NotARegularFile extends Error {}

/** Opens a file for reading. A symbolic link counts as what it leads to. @throws NotARegularFile, system errors */
export async function openRegularFile(path: string): Promise<FileHandle> {
  // Opening a pipe waits for its other end, so the question comes first.
  if (!(await stat(path)).isFile()) throw new NotARegularFile();
  return open(path, 'r');
}
