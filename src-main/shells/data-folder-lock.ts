/**
 * One app at a time works on a data folder: a desktop window and a web shell that both import models or stream
 * answers would undo each other's work.
 *
 * The lock is a file that names its process. A crash leaves the file behind, so a lock counts only while its process
 * runs; since process numbers are used again, the process's start time must match where the system tells it.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { fileError } from '../core/file-error.ts';

export interface DataFolderLock {
  release(): void;
}

const LOCK_NAME = 'running.json';

interface Holder {
  readonly processId: number;
  /** Opaque; null where the system does not tell. */
  readonly startedAt: string | null;
}

/** @throws SarviError `data-folder-in-use`, `write-failed`, `disk-full` */
export function lockDataFolder(folder: string): DataFolderLock {
  const path = join(folder, LOCK_NAME);
  const own = JSON.stringify({ processId: process.pid, startedAt: startTime(process.pid) } satisfies Holder);
  // Twice at most: once more after a dead holder's file has been taken away.
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(path, own, { flag: 'wx', mode: 0o600 });
      return { release: () => releaseLock(path, own) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw fileError(error, path);
    }
    const found = readText(path);
    if (found === null) continue;
    const holder = parseHolder(found);
    if (holder !== null && isRunning(holder)) throw inUse(folder, holder);
    removeStale(path, found, folder);
  }
  throw new SarviError('data-folder-in-use', { path: folder, processId: '?' });
}

/**
 * Takes a dead holder's file away. Two starters may both find it dead; the later one would take away the lock that the
 * earlier one has made since. A rename shows which file was taken, and a living one is put back.
 */
function removeStale(path: string, expected: string, folder: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const taken = readText(aside);
  try {
    if (taken === null || taken === expected) return;
    linkSync(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
  const holder = parseHolder(taken);
  throw inUse(folder, holder ?? { processId: 0, startedAt: null });
}

function releaseLock(path: string, own: string): void {
  if (readText(path) === own) rmSync(path, { force: true });
}

function inUse(folder: string, holder: Holder): SarviError {
  return new SarviError('data-folder-in-use', { path: folder, processId: holder.processId });
}

function isRunning(holder: Holder): boolean {
  // A container gives the same number to every first process: the file is then from an earlier run of this one.
  if (holder.processId === process.pid) return holder.startedAt === startTime(process.pid);
  try {
    process.kill(holder.processId, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const startedAt = startTime(holder.processId);
  return startedAt === null || holder.startedAt === null || startedAt === holder.startedAt;
}

/** Field 22 of /proc/PID/stat, in clock ticks since boot; the name in field 2 may hold spaces and parentheses. */
function startTime(processId: number): string | null {
  const stat = readText(`/proc/${processId}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function parseHolder(text: string): Holder | null {
  try {
    const value = JSON.parse(text) as Partial<Holder> | null;
    if (typeof value?.processId !== 'number' || !(value.processId > 0)) return null;
    return { processId: value.processId, startedAt: value.startedAt ?? null };
  } catch {
    return null;
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
