import { SarviError } from '#contract/errors';
import { formatBytes } from './format-bytes.ts';
import { freeBytes } from './free-bytes.ts';

/**
 * @param path - what the error names, when it is not `folder` itself
 * @throws SarviError `disk-full` when the disk of `folder` has less than `neededBytes`; `path-missing`, `path-unreadable`
 */
export async function requireFreeBytes(folder: string, neededBytes: number, path = folder): Promise<void> {
  const free = await freeBytes(folder);
  if (free >= neededBytes) return;
  throw new SarviError('disk-full', { path, needed: formatBytes(neededBytes), free: formatBytes(free) });
}
