import { existsSync, statSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { APPLICATION_ID } from '../find-damage.ts';
import { newerVersion } from '../migrate.ts';
import type { Migration } from '../migrations/migrations.ts';
import { judgeSchema, type SchemaJudgement, schemaOfConnection } from '../judge-schema.ts';
import { readSchema, SchemaFault } from '../read-schema.ts';

/**
 * Opens a backup for reading. It may be anybody's file, so SQLite opens it only when its schema equals, word for word,
 * the one of Sarvi's migrations: no other SQL in it can run. better-sqlite3 has SQLite's defensive mode on for every
 * connection.
 *
 * @throws SarviError `backup-damaged` with the reason, `history-newer-version`
 */
export function openBackup(path: string, migrations: readonly Migration[]): Sqlite.Database {
  let connection: Sqlite.Database | undefined;
  try {
    const { version, applicationId, objects } = readSchema(path);
    const latest = migrations.at(-1)?.version ?? 0;
    if (applicationId !== APPLICATION_ID) throw new SchemaFault(because('foreign-database'));
    if (version > latest) throw newerVersion(path, version, latest);
    if (version === 0) throw new SchemaFault(because('no-history'));
    refuse(judgeSchema(objects, version, migrations));
    // SQLite would first apply the changes in such a file.
    if (existsSync(`${path}-journal`) || existsSync(`${path}-wal`)) {
      throw new SchemaFault(because('log-beside'));
    }
    connection = new Sqlite(path, { readonly: true, fileMustExist: true });
    connection.pragma('trusted_schema = OFF');
    connection.pragma('cell_size_check = ON');
    // Checked again as SQLite has read it, because the file may have been replaced in between.
    refuse(judgeSchema(schemaOfConnection(connection), version, migrations));
    return connection;
  } catch (error) {
    connection?.close();
    throw backupError(error, path);
  }
}

/** Any fault of a backup as `backup-damaged` with the reason. */
export function backupError(error: unknown, path: string): SarviError {
  if (error instanceof SarviError) return error;
  return new SarviError('backup-damaged', { path, reason: (error as Error).message }, { cause: error });
}

/** Throws when reading takes longer than a file of this size can take on a slow disk. */
export function deadlineFor(path: string): () => void {
  const endsAt = performance.now() + LEAST_MS + statSync(path).size * MS_PER_BYTE;
  return () => {
    if (performance.now() > endsAt) throw new SchemaFault(because('read-too-long'));
  };
}

const LEAST_MS = 60_000;
/** Four seconds a megabyte: about fifteen times what a copy with its index takes. */
const MS_PER_BYTE = 4 / 1000;

function refuse({ difference }: SchemaJudgement): void {
  if (difference !== null) throw new SchemaFault(difference);
}
