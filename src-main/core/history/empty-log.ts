import type Sqlite from 'better-sqlite3';
import { BUSY_TIMEOUT_MS } from './find-damage.ts';

/**
 * Writes the write-ahead log back and truncates it, so that no deleted text remains in it. Never waits.
 *
 * @returns whether it is empty; false while others read, or when the disk is full
 */
export function emptyLog(connection: Sqlite.Database): boolean {
  connection.pragma('busy_timeout = 0');
  try {
    const [result] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return result?.busy === 0;
  } catch {
    return false;
  } finally {
    connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}
