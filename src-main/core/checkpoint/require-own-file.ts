import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { SarviError } from '#contract/errors';
import { fileError } from '../file-error.ts';

/**
 * Requires that a file belongs to the checkpoint: it must be in the checkpoint's folder or, for a snapshot of a hub
 * cache, in the folder `blobs` of the same model, where the links of snapshots point. Otherwise a link in a downloaded
 * folder could read other files of this computer.
 *
 * @throws SarviError `checkpoint-link-outside`, `path-missing`, `path-unreadable`
 * @see huggingface_hub docs/source/en/guides/manage-cache.md
 */
export async function requireOwnFile(folder: string, name: string): Promise<void> {
  const path = join(folder, name);
  try {
    const [realFolder, real] = await Promise.all([realpath(folder), realpath(path)]);
    const way = relative(realFolder, real);
    const isInside = way !== '..' && !way.startsWith(`..${sep}`) && !/^([a-zA-Z]:|[\\/])/.test(way);
    if (!isInside && !isBlobOf(realFolder, real))
      throw new SarviError('checkpoint-link-outside', { path, target: real });
  } catch (error) {
    throw fileError(error, path);
  }
}

function isBlobOf(folder: string, path: string): boolean {
  const snapshots = dirname(folder);
  return basename(snapshots) === 'snapshots' && dirname(path) === join(dirname(snapshots), 'blobs');
}
