/**
 * The processes that have the history open; each claims a file of its own next to the database. A streaming message
 * names its writer, so that an answer that another process is still writing (in a window, while a command line runs)
 * can be told from one that a crash cut off.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { fileError } from '../file-error.ts';
import { claimFile, holderOf, type Claim } from '../claim-file.ts';

export interface Writer extends Claim {
  readonly id: string;
}

/** @throws SarviError `history-read-only`, `history-unavailable`, `disk-full` */
export function enrolWriter(historyFolder: string): Writer {
  try {
    return enrol(historyFolder);
  } catch (error) {
    const failure = fileError(error, historyFolder);
    if (failure.code === 'disk-full') throw failure;
    const details = { path: historyFolder };
    if (failure.code === 'path-unreadable' || failure.details['reason'] === 'EROFS') {
      throw new SarviError('history-read-only', details, { cause: error });
    }
    const reason = (error as Error).message;
    throw new SarviError('history-unavailable', { ...details, reason }, { cause: error });
  }
}

function enrol(historyFolder: string): Writer {
  const folder = writersFolder(historyFolder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  removeDead(folder);
  const id = randomUUID();
  const result = claimFile(claimPath(historyFolder, id));
  if ('holder' in result) throw new SarviError('write-failed', { path: folder, reason: 'EEXIST' });
  return { id, release: () => result.claim.release() };
}

/** Whether the process of this writer still has the history open. */
export function isWriting(historyFolder: string, writer: string): boolean {
  return holderOf(claimPath(historyFolder, writer)) !== null;
}

/** Whether another process has the history open, or is about to open it. */
export function isOpenElsewhere(historyFolder: string): boolean {
  const folder = writersFolder(historyFolder);
  if (!existsSync(folder)) return false;
  const holders = readdirSync(folder).map((name) => holderOf(join(folder, name)));
  return holders.some((holder) => holder !== null && holder.processId !== process.pid);
}

function removeDead(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (holderOf(join(folder, name)) === null) rmSync(join(folder, name), { force: true });
  }
}

function writersFolder(historyFolder: string): string {
  return join(historyFolder, 'writers');
}

function claimPath(historyFolder: string, writer: string): string {
  return join(writersFolder(historyFolder), `${writer}.json`);
}
