import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { SarviError } from '#contract/errors';
import { backUp } from './back-up.ts';
import { backupName } from './backups/backup-files.ts';
import { momentInWords, newestGoodBackup } from './backups/newest-good-backup.ts';
import { HistoryDatabase } from './database.ts';
import { discardPartials } from './discard-partials.ts';
import { APPLICATION_ID, BUSY_TIMEOUT_MS, findDamage, type Damage } from './find-damage.ts';
import { historyPaths, type HistoryPaths } from './history-paths.ts';
import { migrate, schemaVersion } from './migrate.ts';
import { MIGRATIONS, type Migration } from './migrations/migrations.ts';
import { rebuildIndex } from './rebuild-index.ts';
import { finishReplacement, requireInPlace } from './replacement.ts';
import { defineIndexFunctions } from './search/index-functions.ts';
import { setAside } from './set-aside.ts';
import { isDamage, roomFacts, sarviErrorOf } from './sqlite-failure.ts';

export interface OpenedDatabase {
  readonly database: HistoryDatabase;
  /**
   * `history-damaged` when the former database was set aside and an empty one was begun, `history-index-rebuilt` when
   * only its search index was damaged, `history-cleaned` when something foreign was in it.
   */
  readonly notice: SarviError | null;
}

export interface OpenOptions {
  readonly nowMs: number;
  readonly migrations?: readonly Migration[];
  /** Other folders with backups. */
  readonly backupFolders?: readonly string[];
}

/**
 * Opens the history in `folder` and migrates it after a checked backup; creates it when there is none. A damaged
 * history is set aside, never deleted, and an empty one is begun; a damaged search index is rebuilt.
 *
 * @throws SarviError `history-newer-version`, `history-foreign` (the file is unchanged), `disk-full`, `history-locked`,
 *   `history-read-only`, `history-unavailable`
 */
export function openDatabase(folder: string, options: OpenOptions): OpenedDatabase {
  const { migrations = MIGRATIONS, backupFolders = [], nowMs } = options;
  const paths = historyPaths(folder);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    requireInPlace(paths);
    finishReplacement(paths);
    for (const place of [folder, paths.backups]) discardPartials(place, nowMs);
    const damage = findDamage(paths.database, migrations, existsSync(paths.suspicion));
    const notice = damage === null ? null : mend(paths, damage, { migrations, backupFolders, nowMs });
    rmSync(paths.suspicion, { force: true });
    return { database: openSound(paths, migrations, nowMs), notice };
  } catch (error) {
    throw unavailable(error, paths.database);
  }
}

/** An empty history that disappears with its connection. */
export function openInMemory(): OpenedDatabase {
  const connection = new Sqlite(':memory:');
  connection.pragma('temp_store = MEMORY');
  connection.pragma('foreign_keys = ON');
  defineIndexFunctions(connection);
  migrate(connection, MIGRATIONS, () => undefined);
  return { database: new HistoryDatabase(connection), notice: null };
}

/** Makes the next opening check the whole file. */
export function suspectDamage(folder: string): void {
  try {
    writeFileSync(historyPaths(folder).suspicion, '');
  } catch {
    // If the disk takes no empty file, the database cannot be opened either.
  }
}

/** Rebuilds a damaged index. If messages are damaged, sets the file aside and finds the newest good backup. */
function mend(
  paths: HistoryPaths,
  damage: Damage,
  { migrations, nowMs, backupFolders }: Required<OpenOptions>,
): SarviError {
  if (damage.kind !== 'whole') {
    try {
      const path = rebuildIndex(paths, migrations, nowMs);
      const code = damage.kind === 'index' ? 'history-index-rebuilt' : 'history-cleaned';
      return new SarviError(code, { path, reason: damage.reason });
    } catch (error) {
      if (!isDamage(error) && SarviError.from(error).code !== 'history-unsound') throw error;
    }
  }
  const path = setAside(paths.database, paths.damaged, nowMs);
  const backup = newestGoodBackup([paths.backups, ...backupFolders], migrations);
  const details = backup === null ? {} : { backup: momentInWords(backup.madeAt), backupId: backup.id };
  return new SarviError('history-damaged', { path, reason: damage.reason, ...details });
}

function openSound(paths: HistoryPaths, migrations: readonly Migration[], nowMs: number): HistoryDatabase {
  // SQLite would create a file that others may read; its log gets the mode of the file.
  if (!existsSync(paths.database)) writeFileSync(paths.database, '', { flag: 'a', mode: 0o600 });
  const connection = new Sqlite(paths.database, { timeout: BUSY_TIMEOUT_MS });
  try {
    // Readers and the writer do not wait for each other, and a commit is one sequential write.
    connection.pragma('journal_mode = WAL');
    // A power cut loses nothing that was committed: a sent message is on the disk when it is acknowledged. NORMAL would
    // only keep the file consistent and could lose minutes. Saves of streamed text, which may lose a second anyway, are
    // not flushed.
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    // Deleted text is overwritten, not only marked as free (sweep.ts). It is always on, because a streamed text leaves
    // its earlier forms in free pages, too.
    connection.pragma('secure_delete = ON');
    defineIndexFunctions(connection);
    if (schemaVersion(connection) === 0) connection.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(connection, migrations, (from) => backUpBefore(connection, paths, from, nowMs));
    return new HistoryDatabase(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
}

function backUpBefore(connection: Sqlite.Database, paths: HistoryPaths, from: number, nowMs: number): void {
  try {
    backUp(connection, paths.backups, backupName('before-update', nowMs, `from-${from}`));
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code === 'SQLITE_FULL') {
      const facts = roomFacts(paths.database, statSync(paths.database).size);
      throw new SarviError('disk-full', { path: paths.backups, ...facts }, { cause: error });
    }
    throw error;
  }
}

/** Reports any failure as one of opening the history; errors with their own code keep it. */
function unavailable(error: unknown, path: string): SarviError {
  const known = sarviErrorOf(error, path);
  if (known.code !== 'internal') return known;
  return new SarviError(
    'history-unavailable',
    { path, reason: known.message },
    { message: known.message, cause: error },
  );
}
