import { existsSync, mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { freePath, moveDurably } from './back-up.ts';

/**
 * Moves a damaged database away and keeps it with its write-ahead log, which may have its newest messages.
 *
 * @returns the new path of the database
 */
export function setAside(path: string, folder: string, nowMs: number): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = new Date(nowMs).toISOString().replaceAll(':', '-');
  const target = freePath(folder, `${basename(path, '.db')}-${stamp}`, '.db');
  // The log is moved first: after an interruption between the two, the next start finds the damaged file again, while a
  // log that was left alone could be taken for that of the new database.
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(path + suffix)) moveDurably(path + suffix, target + suffix);
  }
  return target;
}
