import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { SarviError } from '#contract/errors';
import { backUp } from './back-up.ts';
import { HistoryDatabase } from './database.ts';
import { migrate, newerVersion, schemaVersion } from './migrate.ts';
import { MIGRATIONS, type Migration } from './migrations/migrations.ts';
import { defineIndexFunctions } from './search/index-functions.ts';
import { setAside } from './set-aside.ts';
import { isDamage, roomFacts, sarviErrorOf } from './sqlite-failure.ts';

export interface OpenedDatabase {
  readonly database: HistoryDatabase;
  /** `history-damaged` when the former database was set aside and an empty one was begun. */
  readonly notice: SarviError | null;
}

export interface OpenOptions {
  readonly nowMs: number;
  readonly migrations?: readonly Migration[];
}

/** Marks a file as one of Sarvi's histories: "Srvi". */
const APPLICATION_ID = 0x53727669;
/** A whole check reads the whole file: up to this size it takes less than a tenth of a second, so it is always done. */
const ALWAYS_CHECKED_BYTES = 32 * 1024 * 1024;
/** How long to wait for another process that writes. */
const BUSY_TIMEOUT_MS = 5000;

/** Where a history keeps its files. */
export function historyPaths(folder: string) {
  return {
    database: join(folder, 'history.db'),
    backups: join(folder, 'backups'),
    damaged: join(folder, 'damaged'),
    /** Exists when damage was met in use: the next opening checks the whole file, however large. */
    suspicion: join(folder, 'history.db-suspect'),
  };
}

/**
 * Opens the history in `folder` and brings it to the present schema, after a checked backup; makes it when there is
 * none. A damaged one is set aside, never deleted, and an empty one is begun.
 *
 * @throws SarviError `history-newer-version` (the file is left as it was), `disk-full`, `history-unavailable`
 */
export function openDatabase(folder: string, options: OpenOptions): OpenedDatabase {
  const migrations = options.migrations ?? MIGRATIONS;
  const paths = historyPaths(folder);
  try {
    mkdirSync(folder, { recursive: true });
    const damage = findDamage(paths.database, migrations, existsSync(paths.suspicion));
    const notice = damage === null ? null : moveDamaged(paths, damage, options.nowMs);
    rmSync(paths.suspicion, { force: true });
    return { database: openSound(paths, migrations, options.nowMs), notice };
  } catch (error) {
    throw unavailable(error, paths.database);
  }
}

/** Makes the next opening check the whole file. */
export function suspectDamage(folder: string): void {
  try {
    writeFileSync(historyPaths(folder).suspicion, '');
  } catch {
    // A disk that takes no empty file will not open the database either.
  }
}

/**
 * What is wrong with the file, in words; null when nothing is, or when there is no file. Opens it for reading only:
 * a file of a newer Sarvi is refused with every byte as it was.
 */
function findDamage(path: string, migrations: readonly Migration[], suspected: boolean): string | null {
  if (!existsSync(path)) return existsSync(`${path}-wal`) ? 'the database is missing, its log is there' : null;
  const sizeBytes = statSync(path).size;
  // SQLite makes the file before it writes to it; a crash in between leaves it empty.
  if (sizeBytes === 0) return null;
  let connection: Sqlite.Database | undefined;
  try {
    connection = new Sqlite(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
    const version = schemaVersion(connection);
    const latest = migrations.at(-1)?.version ?? 0;
    if (version > latest) throw newerVersion(path, version, latest);
    if (version > 0 && connection.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
      return 'the file belongs to another program';
    }
    if (!suspected && sizeBytes > ALWAYS_CHECKED_BYTES) return null;
    const verdict = connection.pragma('quick_check(1)', { simple: true });
    return verdict === 'ok' ? null : String(verdict);
  } catch (error) {
    if (isDamage(error)) return (error as Error).message;
    throw error;
  } finally {
    connection?.close();
  }
}

function moveDamaged(paths: ReturnType<typeof historyPaths>, reason: string, nowMs: number): SarviError {
  const path = setAside(paths.database, paths.damaged, nowMs);
  return new SarviError('history-damaged', { path, reason });
}

function openSound(
  paths: ReturnType<typeof historyPaths>,
  migrations: readonly Migration[],
  nowMs: number,
): HistoryDatabase {
  const connection = new Sqlite(paths.database, { timeout: BUSY_TIMEOUT_MS });
  try {
    // Readers and the writer do not wait for each other, and a commit is one sequential write.
    connection.pragma('journal_mode = WAL');
    // A power cut takes nothing that was committed: a sent message is on the disk when it is acknowledged. NORMAL
    // would only keep the file whole and could lose minutes. The saves of streamed text, which may lose a second
    // anyway, do without the flush.
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    defineIndexFunctions(connection);
    if (schemaVersion(connection) === 0) connection.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(connection, migrations, (from) => backUpBefore(connection, paths, from, nowMs));
    return new HistoryDatabase(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
}

function backUpBefore(
  connection: Sqlite.Database,
  paths: ReturnType<typeof historyPaths>,
  from: number,
  nowMs: number,
): void {
  try {
    backUp(connection, paths.backups, `before-update-from-${from}-${new Date(nowMs).toISOString().slice(0, 10)}`);
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code === 'SQLITE_FULL') {
      const facts = roomFacts(paths.database, statSync(paths.database).size);
      throw new SarviError('disk-full', { path: paths.backups, ...facts }, { cause: error });
    }
    throw error;
  }
}

/** Whatever keeps the history from opening is told as such; only what has its own code keeps it. */
function unavailable(error: unknown, path: string): SarviError {
  const known = sarviErrorOf(error, path);
  if (known.code !== 'internal') return known;
  return new SarviError(
    'history-unavailable',
    { path, reason: known.message },
    { message: known.message, cause: error },
  );
}
