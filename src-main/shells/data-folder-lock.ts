/**
 * Lets only one app at a time work on a data folder: a desktop window and a web shell that both import models or stream
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
 * If nothing can be written, for lack of permission or room, nothing needs to be locked, and the present content is
 * shown.
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
