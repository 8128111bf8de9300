import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SarviError } from '#contract/errors';
import { fileError } from '../file-error.ts';

/**
 * Checks the place of the output before the work begins.
 *
 * @throws SarviError `path-missing` for a folder that does not exist, `path-unreadable`; `write-failed` if the output's
 *   path is a folder
 */
export async function requireOutputPath(outputPath: string): Promise<void> {
  const folder = dirname(outputPath);
  const found = await stat(folder).catch((error: unknown) => {
    throw fileError(error, folder);
  });
  if (!found.isDirectory()) throw new SarviError('write-failed', { path: folder, reason: 'ENOTDIR' });
  const there = await stat(outputPath).catch(() => null);
  if (there?.isDirectory()) throw new SarviError('write-failed', { path: outputPath, reason: 'EISDIR' });
}
