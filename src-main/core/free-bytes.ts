import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileError } from './file-error.ts';

/**
 * Bytes that this user can still write in `folder`. For a folder that does not exist yet, those of the folder that will
 * contain it.
 *
 * @throws SarviError `path-missing`, `path-unreadable`
 */
export async function freeBytes(folder: string): Promise<number> {
  for (let existing = folder; ; existing = dirname(existing)) {
    try {
      const { bavail, bsize } = await statfs(existing);
      return bavail * bsize;
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!isMissing || dirname(existing) === existing) throw fileError(error, folder);
    }
  }
}
