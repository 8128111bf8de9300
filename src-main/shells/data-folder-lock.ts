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

/** @throws SarviError `data-folder-in-use`, `write-failed`, `disk-full` */
export function lockDataFolder(folder: string): DataFolderLock {
  const result = claimFile(join(folder, LOCK_NAME));
  if ('claim' in result) return result.claim;
  const { processId } = result.holder;
  throw new SarviError('data-folder-in-use', { path: folder, processId: processId === 0 ? '?' : processId });
}
