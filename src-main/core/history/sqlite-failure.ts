import { accessSync, constants, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { SarviError } from '#contract/errors';

/** The room that a conversation needs; SQLite does not report how much it wanted. */
const ROOM_TO_GO_ON_BYTES = 1_000_000;
const LEAST_ROOM_BYTES = 64 * 1024;

/** Whether SQLite found the file itself broken, not only inaccessible. */
export function isDamage(thrown: unknown): boolean {
  return thrown instanceof Sqlite.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(thrown.code);
}

/**
 * SQLite's error as a `SarviError`: `disk-full`, `history-damaged`, `history-locked`, `history-read-only`, and
 * `history-unavailable` for everything else that may pass or that the user can repair. A broken constraint is a defect
 * and stays `internal`.
 */
export function sarviErrorOf(thrown: unknown, path: string): SarviError {
  if (!(thrown instanceof Sqlite.SqliteError)) return SarviError.from(thrown);
  const options = { message: `${thrown.code}: ${thrown.message} (${path})`, cause: thrown };
  // On a full disk, the shared memory of the log cannot be created either, which SQLite reports as a failed write.
  if (thrown.code === 'SQLITE_FULL' || (thrown.code.startsWith('SQLITE_IOERR') && isFull(path))) {
    return new SarviError('disk-full', { path, ...roomFacts(path, ROOM_TO_GO_ON_BYTES) }, options);
  }
  if (isDamage(thrown)) return new SarviError('history-damaged', { path, reason: thrown.message }, options);
  if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(thrown.code)) return new SarviError('history-locked', { path }, options);
  if (
    /^SQLITE_(READONLY|PERM|AUTH)/.test(thrown.code) ||
    (/^SQLITE_(CANTOPEN|IOERR)/.test(thrown.code) && !mayWrite(path))
  ) {
    return new SarviError('history-read-only', { path }, options);
  }
  if (/^SQLITE_(CANTOPEN|IOERR|NOMEM|NOLFS)/.test(thrown.code)) {
    return new SarviError('history-unavailable', { path, reason: thrown.message }, options);
  }
  return SarviError.from(thrown);
}

/** Whether there is no room even for one page of a log. */
function isFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize < LEAST_ROOM_BYTES;
  } catch {
    return false;
  }
}

/** Whether this user may write the file and, for its log, its folder. */
function mayWrite(path: string): boolean {
  return [path, dirname(path)].every((place) => {
    try {
      accessSync(place, constants.W_OK);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT';
    }
  });
}

/** The details of a `disk-full`, with sizes in words for its sentence. */
export function roomFacts(path: string, neededBytes: number): { needed: string; free: string } {
  let free = '?';
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    free = inMegabytes(bavail * bsize);
  } catch {
    // The folder itself may be missing; the error that is being described matters more.
  }
  return { needed: inMegabytes(neededBytes), free };
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
