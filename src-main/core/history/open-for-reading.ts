import { chmodSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import type { HistoryDatabase } from './database.ts';
import { historyPaths } from './history-paths.ts';
import { openDatabase } from './open-database.ts';
import { tidyAfterStart } from './tidy-after-start.ts';

/** The disk may be full that holds the first; the second is memory, on Linux. */
const PLACES: readonly string[] = [tmpdir(), '/dev/shm'];

/**
 * Opens a copy of the history that can be read and not written, in a folder of its own that goes with `end`: SQLite
 * needs to write beside a database to read one with a log, and an older schema is to be migrated.
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
    // Nobody writes to the original, so no answer in it grows.
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
