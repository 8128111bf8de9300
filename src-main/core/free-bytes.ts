import { statfs } from 'node:fs/promises';
import { fileError } from './file-error.ts';

/** Bytes that this user may still write on the disk of `folder`. @throws SarviError `path-missing`, `path-unreadable` */
export async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    throw fileError(error, folder);
  }
}
