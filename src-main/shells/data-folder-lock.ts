/**
 * One app at a time works on a data folder: a desktop window and a web shell that both import models or stream
 * answers would undo each other's work.
 */
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { claimFile } from '../core/claim-file.ts';

export interface DataFolderLock {
  release(): void;
}

const LOCK_NAME = 'running.json';

/**
 * Where nothing can be written, by rights or for want of room, there is nothing to lock: what is there is shown.
 *
 * @throws SarviError `data-folder-in-use`, `write-failed`
 */
export function lockDataFolder(folder: string): DataFolderLock {
  let result: ReturnType<typeof claimFile>;
  try {
    result = claimFile(join(folder, LOCK_NAME));
  } catch (error) {
    const { code, details } = SarviError.from(error);
    const isBarred = code === 'disk-full' || code === 'path-unreadable' || details['reason'] === 'EROFS';
    if (!isBarred) throw error;
    return { release: () => undefined };
  }
  if ('claim' in result) return result.claim;
  const { processId } = result.holder;
  throw new SarviError('data-folder-in-use', { path: folder, processId: processId === 0 ? '?' : processId });
}
