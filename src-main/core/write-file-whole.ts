import { open, rename, rm } from 'node:fs/promises';
import { fileError } from './file-error.ts';

/**
 * Replaces a small file so that a crash or a full disk leaves either the old content or the new: written beside it
 * under a temporary name, fsynced, then renamed over it.
 *
 * @throws SarviError `write-failed`, `disk-full`
 */
export async function writeFileWhole(path: string, text: string): Promise<void> {
  const temporaryPath = `${path}.tmp`;
  try {
    const file = await open(temporaryPath, 'w', 0o600);
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
