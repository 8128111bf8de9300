/**
 * Replaces the database by another one, so that a crash at any moment leaves one of them in place and the other one
 * kept. The new database is created and checked under the name `incoming`, the present one is moved away, and the new
 * one is renamed. A start that finds only an incoming database renames it.
 *
 * Nobody may open the database between these steps. A process that opens it enrols as a writer and then checks whether
 * it is being replaced; a process that replaces it claims that and then checks for writers. So of two at the same time,
 * one sees the other.
 */
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { SarviError } from '#contract/errors';
import { claimFile, holderOf } from '../claim-file.ts';
import { freePath, moveDurably } from './back-up.ts';
import type { HistoryPaths } from './history-paths.ts';
import { isOpenElsewhere } from './writers.ts';

/** How long another process may need for its writes. */
const LOCK_TIMEOUT_MS = 2000;

/** Completes a replacement that a crash interrupted. */
export function finishReplacement({ database, incoming }: HistoryPaths): void {
  if (!existsSync(incoming)) return;
  if (existsSync(database)) rmSync(incoming);
  else moveDurably(incoming, database);
}

/** @throws SarviError `history-locked` while another process replaces the database */
export function requireInPlace({ database, replacing }: HistoryPaths): void {
  if (holderOf(replacing) !== null) throw new SarviError('history-locked', { path: database });
}

/**
 * Moves the present database away with `makeRoom` and puts the incoming one in its place.
 *
 * @returns what `makeRoom` returns
 * @throws SarviError `history-locked` when another process has the history open or begins to: nothing is moved then;
 *   what `makeRoom` throws
 */
export function replaceDatabase<Former>(paths: HistoryPaths, makeRoom: () => Former): Former {
  const { database, incoming, replacing } = paths;
  const claimed = claimFile(replacing);
  if ('holder' in claimed) throw new SarviError('history-locked', { path: database });
  try {
    // A process that was open for a moment may have removed the incoming file as abandoned.
    if (isOpenElsewhere(dirname(database)) || !existsSync(incoming)) {
      throw new SarviError('history-locked', { path: database });
    }
    const former = makeRoom();
    moveDurably(incoming, database);
    return former;
  } finally {
    claimed.claim.release();
  }
}

/**
 * Moves the present database to `folder` as one file named `name`, if no other connection has it open.
 *
 * @returns the new path; null when there is none
 * @throws SqliteError `SQLITE_BUSY` while it is open elsewhere; `SQLITE_CORRUPT` and the like when it is damaged
 */
export function moveAway({ database }: HistoryPaths, folder: string, name: string): string | null {
  if (!existsSync(database)) return null;
  lockOut(database).release();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(database, 0o600);
  const target = freePath(folder, name, '.db');
  moveDurably(database, target);
  return target;
}

/**
 * Makes the database one file without a log, and locks other processes out of writing.
 *
 * @throws SqliteError `SQLITE_BUSY` while another connection has it open
 */
export function lockOut(path: string): { release(): void } {
  const connection = new Sqlite(path, { timeout: LOCK_TIMEOUT_MS });
  try {
    // Leaving the write-ahead log needs a lock that is only free without other connections.
    connection.pragma('journal_mode = DELETE');
    connection.exec('BEGIN IMMEDIATE');
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    release: () => {
      connection.exec('ROLLBACK');
      connection.close();
    },
  };
}
