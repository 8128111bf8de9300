import { existsSync, mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { freePath, moveDurably } from './back-up.ts';

/**
 * Moves a damaged database out of the way and keeps it, with its write-ahead log, which may hold its newest messages.
 *
 * @returns where the database lies now
 */
export function setAside(path: string, folder: string, nowMs: number): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = new Date(nowMs).toISOString().replaceAll(':', '-');
  const target = freePath(folder, `${basename(path, '.db')}-${stamp}`, '.db');
  // The log goes first: when this is interrupted between the two, the next start finds the damaged file again, while
  // a log left behind alone could be taken for that of the new database.
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(path + suffix)) moveDurably(path + suffix, target + suffix);
  }
  return target;
}
