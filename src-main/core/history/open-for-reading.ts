import { chmodSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import type { HistoryDatabase } from './database.ts';
import { historyPaths } from './history-paths.ts';
import { openDatabase } from './open-database.ts';
import { tidyAfterStart } from './tidy-after-start.ts';

/** If the disk of the first is full, the second is in memory on Linux. */
const PLACES: readonly string[] = [tmpdir(), '/dev/shm'];

/**
 * Opens a copy of the history for reading, in a folder that `end` removes. SQLite needs to write next to a database to
 * read one with a log, and an older schema must be migrated.
 *
 * @throws SarviError when there is nothing to read, or no place for the copy
 */
export function openForReading(folder: string, nowMs: number): { database: HistoryDatabase; end: () => void } {
  const { database: original } = historyPaths(folder);
  if (!existsSync(original)) throw new SarviError('path-missing', { path: original });
  let failure: unknown;
  for (const place of PLACES.filter((path) => existsSync(path))) {
    try {
      return openCopy(original, mkdtempSync(join(place, 'sarvi-reading-')), nowMs);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function openCopy(original: string, folder: string, nowMs: number): { database: HistoryDatabase; end: () => void } {
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const { database: path } = historyPaths(folder);
    for (const suffix of ['', '-wal']) {
      if (!existsSync(original + suffix)) continue;
      copyFileSync(original + suffix, path + suffix, constants.COPYFILE_FICLONE);
      chmodSync(path + suffix, 0o600);
    }
    const { database, notice } = openDatabase(folder, { nowMs });
    if (notice?.code === 'history-damaged') {
      database.close();
      throw notice;
    }
    // Nobody writes to the copy, so no answer in it grows.
    database.writing((writable) => tidyAfterStart(writable, () => false));
    database.connection.pragma('query_only = ON');
    const end = (): void => {
      database.close();
      remove();
    };
    return { database, end };
  } catch (error) {
    remove();
    throw error;
  }
}
