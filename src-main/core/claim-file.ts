/**
 * A claim on something: a file next to it that names the process that works on it.
 *
 * A crash leaves the file behind, so a claim counts only while its process runs. Process numbers are reused: on Linux
 * the process's start time must match; elsewhere the process must have started before the file was written, and where
 * that is unknown the file must be younger than the system's start.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { fileError } from './file-error.ts';
import { processStart } from './process-start.ts';

export interface Claim {
  release(): void;
}

export interface Holder {
  readonly processId: number;
  /** Opaque; null where the system does not report it. */
  readonly startedAt: string | null;
}

/** What the system reports about processes. Tests pass in their own. */
export interface ProcessTable {
  /** As `statFields` reads them; null on systems without /proc. */
  readonly fields: (processId: number) => readonly string[] | null;
  /** Used without /proc. Milliseconds since 1970; null where the system does not report it. */
  readonly start: (processId: number) => number | null;
}

/** Margin for clocks that were adjusted and for file systems that round times. */
const CLOCK_MARGIN_MS = 2000;
/** Writing or removing a claim takes less; an unfinished one that is older was left by a crash. */
const UNFINISHED_MS = 2000;
const SYSTEM: ProcessTable = { fields: statFields, start: processStart };
const UNKNOWN: Holder = { processId: 0, startedAt: null };
/** Each further attempt means that another process has released the claim in between. */
const MOST_ATTEMPTS = 5;

/**
 * Claims `path` for this process, or answers its holder. The claim of a dead holder is taken over. A holder with
 * `processId` 0 is about to write its claim.
 *
 * @throws SarviError `write-failed`, `disk-full`, `path-missing`
 */
export function claimFile(
  path: string,
  table: ProcessTable = SYSTEM,
): { readonly claim: Claim } | { readonly holder: Holder } {
  const own = JSON.stringify({ processId: process.pid, startedAt: startTime(process.pid, table) } satisfies Holder);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    if (createWhole(path, own)) return { claim: { release: () => release(path, own) } };
    const holder = holderOf(path, table) ?? removeStale(path, table);
    if (holder) return { holder };
  }
  return { holder: UNKNOWN };
}

/** The running process that holds `path`; null when there is none. */
export function holderOf(path: string, table: ProcessTable = SYSTEM): Holder | null {
  const found = readText(path);
  return found === null ? null : holderIn(found, path, table);
}

function holderIn(text: string, path: string, table: ProcessTable): Holder | null {
  const holder = parseHolder(text);
  if (holder !== null) return isRunning(holder, path, table) ? holder : null;
  const begunAt = writtenAt(path);
  return begunAt !== null && isRecent(begunAt) ? UNKNOWN : null;
}

/** Creates the file with all of its text at once, so that nobody reads a part; false when the file exists. */
function createWhole(path: string, text: string): boolean {
  const fresh = `${path}.${randomUUID()}`;
  try {
    writeFileSync(fresh, text, { flag: 'wx', mode: 0o600 });
    try {
      linkSync(fresh, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
      // On a file system without hard links, the file is empty for a moment.
      writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw fileError(error, path);
  } finally {
    rmSync(fresh, { force: true });
  }
}

/**
 * Removes a dead holder's file, or answers the present holder. Two processes may both find it dead, and the later one
 * could remove the new claim of the earlier one; so only one at a time checks again and removes.
 */
function removeStale(path: string, table: ProcessTable): Holder | null {
  const lock = `${path}.stale`;
  try {
    writeFileSync(lock, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw fileError(error, path);
    const begunAt = writtenAt(lock);
    // The lock has gone: a new file of this name belongs to another process.
    if (begunAt === null) return null;
    if (isRecent(begunAt)) return UNKNOWN;
    rmSync(lock, { force: true });
    return null;
  }
  try {
    const found = readText(path);
    if (found === null) {
      // The claim has gone: a new file of this name is a new claim.
      if (statSync(path, { throwIfNoEntry: false })?.isFile() !== false) return null;
      throw new SarviError('write-failed', { path, reason: because('not-a-file') });
    }
    const holder = holderIn(found, path, table);
    // A dead holder's file has not changed since it was read, because only the holder of the lock removes one.
    if (holder === null) rmSync(path, { force: true });
    return holder;
  } catch (error) {
    throw fileError(error, path);
  } finally {
    rmSync(lock, { force: true });
  }
}

function writtenAt(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/** Whether a file was created so recently that its process may still be writing it. */
function isRecent(writtenAtMs: number): boolean {
  return Math.abs(Date.now() - writtenAtMs) < UNFINISHED_MS;
}

function release(path: string, own: string): void {
  if (readText(path) === own) rmSync(path, { force: true });
}

function isRunning(holder: Holder, path: string, table: ProcessTable): boolean {
  const isOwn = holder.processId === process.pid;
  try {
    process.kill(holder.processId, 0);
  } catch (error) {
    // EPERM: the process runs as another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const stat = table.fields(holder.processId);
  // A killed process stays in the table until its parent has read its status.
  if (stat?.[0] === 'Z') return false;
  const startedAt = stat?.[19] ?? null;
  if (startedAt !== null && holder.startedAt !== null) return startedAt === holder.startedAt;
  // In containers the first process often has the same number: the file is then from an earlier run of this one.
  if (isOwn && startedAt !== null) return false;
  const begunAt = stat === null && !isOwn ? table.start(holder.processId) : null;
  if (begunAt !== null) return (writtenAt(path) ?? 0) >= begunAt - CLOCK_MARGIN_MS;
  return isYounger(path, isOwn ? process.uptime() : uptime());
}

/** Whether the file was written within the last `seconds`. */
function isYounger(path: string, seconds: number): boolean {
  const at = writtenAt(path);
  return at !== null && at >= Date.now() - seconds * 1000 - CLOCK_MARGIN_MS;
}

/** In clock ticks since boot. */
function startTime(processId: number, table: ProcessTable): string | null {
  return table.fields(processId)?.[19] ?? null;
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
