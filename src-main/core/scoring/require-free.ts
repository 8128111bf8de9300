import { dirname } from 'node:path';
import { SarviError } from '#contract/errors';
import { formatBytes } from '../format-bytes.ts';
import { freeBytes } from '../free-bytes.ts';

/** Space that stays free for other programs. */
const SPARE_BYTES = 256 * 2 ** 20;

/** @throws SarviError `disk-full` when a file of this size would fill the disk */
export async function requireFree(path: string, sizeBytes: number): Promise<void> {
  const needed = sizeBytes + SPARE_BYTES;
  const free = await freeBytes(dirname(path));
  if (free < needed) throw new SarviError('disk-full', { path, needed: formatBytes(needed), free: formatBytes(free) });
}
