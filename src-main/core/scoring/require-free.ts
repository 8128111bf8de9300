import { dirname } from 'node:path';
import { requireFreeBytes } from '../require-free-bytes.ts';

/** Space that stays free for other programs. */
const SPARE_BYTES = 256 * 2 ** 20;

/** @throws SarviError `disk-full` when a file of this size would fill the disk */
export async function requireFree(path: string, sizeBytes: number): Promise<void> {
  await requireFreeBytes(dirname(path), sizeBytes + SPARE_BYTES, path);
}
