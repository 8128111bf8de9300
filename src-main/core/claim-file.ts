/**
 * Who works on something, as a file beside it that names the process.
 *
 * A crash leaves the file behind, so a claim counts only while its process runs. Process numbers are used again: the
 * process's start time must match where the system tells it, and elsewhere the file must be younger than the system's
 * start.
 */
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { fileError } from './file-error.ts';

export interface Claim {
  release(): void;
}

export interface Holder {
  readonly processId: number;
  /** Opaque; null where the system does not tell. */
  readonly startedAt: string | null;
}

/** The fields of a process as `statFields` reads them; null where the system tells nothing. Passed in by tests. */
export type ProcessTable = (processId: number) => readonly string[] | null;

/** For clocks that were set a little and file systems that round. */
const CLOCK_MARGIN_MS = 2000;

/**
 * Claims `path` for this process, or answers who holds it. A dead holder's claim is taken over.
 *
 * @throws SarviError `write-failed`, `disk-full`, `path-missing`
 */
export function claimFile(
  path: string,
  table: ProcessTable = statFields,
): { readonly claim: Claim } | { readonly holder: Holder } {
  const own = JSON.stringify({ processId: process.pid, startedAt: startTime(process.pid, table) } satisfies Holder);
  // Twice at most: once more after a dead holder's file has been taken away.
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(path, own, { flag: 'wx', mode: 0o600 });
      return { claim: { release: () => release(path, own) } };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw fileError(error, path);
    }
    const found = readText(path);
    if (found === null) continue;
    const holder = parseHolder(found);
    if (holder !== null && isRunning(holder, path, table)) return { holder };
    const living = removeStale(path, found);
    if (living) return { holder: living };
  }
  return { holder: { processId: 0, startedAt: null } };
}

/** The running process that holds `path`; null when nobody does. */
export function holderOf(path: string, table: ProcessTable = statFields): Holder | null {
  const found = readText(path);
  const holder = found === null ? null : parseHolder(found);
  return holder !== null && isRunning(holder, path, table) ? holder : null;
}

/**
 * Takes a dead holder's file away. Two starters may both find it dead; the later one would take away the claim that
 * the earlier one has made since. A rename shows which file was taken, and a living one is put back and answered.
 */
function removeStale(path: string, expected: string): Holder | null {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return null;
  }
  const taken = readText(aside);
  try {
    if (taken === null || taken === expected) return null;
    linkSync(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
  return parseHolder(taken) ?? { processId: 0, startedAt: null };
}

function release(path: string, own: string): void {
  if (readText(path) === own) rmSync(path, { force: true });
}

function isRunning(holder: Holder, path: string, table: ProcessTable): boolean {
  const isOwn = holder.processId === process.pid;
  try {
    process.kill(holder.processId, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const stat = table(holder.processId);
  // A process that was killed stays in the table until its parent has looked at it.
  if (stat?.[0] === 'Z') return false;
  const startedAt = stat?.[19] ?? null;
  if (startedAt !== null && holder.startedAt !== null) return startedAt === holder.startedAt;
  // A container gives the same number to every first process: the file is then from an earlier run of this one.
  if (isOwn && startedAt !== null) return false;
  return isYounger(path, isOwn ? process.uptime() : uptime());
}

/** Whether the file was written within the last `seconds`. */
function isYounger(path: string, seconds: number): boolean {
  const writtenAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return writtenAt !== undefined && writtenAt >= Date.now() - seconds * 1000 - CLOCK_MARGIN_MS;
}

/** In clock ticks since boot. */
function startTime(processId: number, table: ProcessTable): string | null {
  return table(processId)?.[19] ?? null;
}

/** Fields of /proc/PID/stat from the third on; the name in the second may hold spaces and parentheses. */
function statFields(processId: number): readonly string[] | null {
  const stat = readText(`/proc/${processId}/stat`);
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
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
