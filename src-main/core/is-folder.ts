import { stat } from 'node:fs/promises';
import { fileError } from './file-error.ts';

/** @throws SarviError `path-missing`, `path-unreadable` */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw fileError(error, path);
  }
}
