/**
 * Another database in the place of the present one, so that a crash at any moment leaves one of the two there and the
 * other one kept: the new one is made and checked under the name `incoming`, the present one is moved away, the new
 * one is renamed. A start that finds no database but an incoming one renames it; the step before was the last.
 *
 * Nobody may open the database between these steps. Whoever opens it enrols as a writer and then looks whether it is
 * being replaced; whoever replaces it claims that and then looks for writers: so of two at once, one sees the other.
 */
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { SarviError } from '#contract/errors';
import { claimFile, holderOf } from '../claim-file.ts';
import { freePath, moveDurably } from './back-up.ts';
import type { HistoryPaths } from './history-paths.ts';
import { isOpenElsewhere } from './writers.ts';

/** How long another process may still need for what it is writing. */
const LOCK_TIMEOUT_MS = 2000;

/** Ends a replacement that a crash interrupted. */
export function finishReplacement({ database, incoming }: HistoryPaths): void {
  if (!existsSync(incoming)) return;
  if (existsSync(database)) rmSync(incoming);
  else moveDurably(incoming, database);
}

/** @throws SarviError `history-locked` while another process puts a database in the place of this one */
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
    // One that was open for a moment has taken the incoming file for a left one and removed it.
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
 * Moves the present database to `folder` as one file under `name`, when no other connection has it open.
 *
 * @returns where it lies now; null when there is none
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
 * Makes the database one file without a log and keeps other processes from writing to it.
 *
 * @throws SqliteError `SQLITE_BUSY` while another connection has it open
 */
export function lockOut(path: string): { release(): void } {
  const connection = new Sqlite(path, { timeout: LOCK_TIMEOUT_MS });
  try {
    // Leaving the write-ahead log takes a lock that nobody gets beside another connection.
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
