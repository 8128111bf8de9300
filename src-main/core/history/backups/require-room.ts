import { statfsSync } from 'node:fs';
import { SarviError } from '#contract/errors';
import { formatBytes } from '../../format-bytes.ts';

/** A copy leaves this much of the disk free, because running conversations need room, too. */
const ROOM_LEFT_BYTES = 32_000_000;

/** @throws SarviError `disk-full` when the disk of `folder` has too little room for `sizeBytes` */
export function requireRoom(folder: string, sizeBytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const freeBytes = bavail * bsize;
  const neededBytes = sizeBytes + ROOM_LEFT_BYTES;
  if (freeBytes >= neededBytes) return;
  throw new SarviError('disk-full', { path: folder, needed: formatBytes(neededBytes), free: formatBytes(freeBytes) });
}
