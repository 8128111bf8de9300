/**
 * Who works on something, as a file beside it that names the process.
 *
 * A crash leaves the file behind, so a claim counts only while its process runs. Process numbers are used again: the
 * process's start time must match on Linux; elsewhere the process must have started before the file was written, and
 * where even that cannot be found out, the file must be younger than the system's start.
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
  /** Opaque; null where the system does not tell. */
  readonly startedAt: string | null;
}

/** What the system tells of processes. Passed in by tests. */
export interface ProcessTable {
  /** As `statFields` reads them; null where there are none. */
  readonly fields: (processId: number) => readonly string[] | null;
  /** Asked where there are none. Milliseconds since 1970; null where the system does not tell. */
  readonly start: (processId: number) => number | null;
}

/** For clocks that were set a little and file systems that round. */
const CLOCK_MARGIN_MS = 2000;
/** A claim that is being written, or being taken away, is done in less; what is left of one after a crash is older. */
const UNFINISHED_MS = 2000;
const SYSTEM: ProcessTable = { fields: statFields, start: processStart };
const UNKNOWN: Holder = { processId: 0, startedAt: null };
/** Each time more, another process has let go in between. */
const MOST_ATTEMPTS = 5;

/**
 * Claims `path` for this process, or answers who holds it. A dead holder's claim is taken over. A holder whose
 * `processId` is 0 is just about to claim it.
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

/** The running process that holds `path`; null when nobody does. */
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

/** Makes the file with all of its text at once, so that nobody reads a part; false when there is one. */
function createWhole(path: string, text: string): boolean {
  const fresh = `${path}.${randomUUID()}`;
  try {
    writeFileSync(fresh, text, { flag: 'wx', mode: 0o600 });
    try {
      linkSync(fresh, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
      // A file system without hard links: for a moment the file is there and empty.
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
 * Takes a dead holder's file away, or answers who holds it now. Two starters may both find it dead, and the later one
 * would take away the claim that the earlier one has made since: so one at a time looks again and removes.
 */
function removeStale(path: string, table: ProcessTable): Holder | null {
  const turn = `${path}.stale`;
  try {
    writeFileSync(turn, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw fileError(error, path);
    const begunAt = writtenAt(turn);
    // Gone again: the next file of this name is somebody else's turn.
    if (begunAt === null) return null;
    if (isRecent(begunAt)) return UNKNOWN;
    rmSync(turn, { force: true });
    return null;
  }
  try {
    const found = readText(path);
    if (found === null) {
      // Nothing there: the next file of this name is a new claim.
      if (statSync(path, { throwIfNoEntry: false })?.isFile() !== false) return null;
      throw new SarviError('write-failed', { path, reason: because('not-a-file') });
    }
    const holder = holderIn(found, path, table);
    // A dead holder's file cannot have changed since it was read: only who has the turn removes one.
    if (holder === null) rmSync(path, { force: true });
    return holder;
  } catch (error) {
    throw fileError(error, path);
  } finally {
    rmSync(turn, { force: true });
  }
}

function writtenAt(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/** Whether a file was made so lately that its process may not be done with it. */
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
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const stat = table.fields(holder.processId);
  // A process that was killed stays in the table until its parent has looked at it.
  if (stat?.[0] === 'Z') return false;
  const startedAt = stat?.[19] ?? null;
  if (startedAt !== null && holder.startedAt !== null) return startedAt === holder.startedAt;
  // A container gives the same number to every first process: the file is then from an earlier run of this one.
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
