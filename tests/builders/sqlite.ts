import Sqlite from 'better-sqlite3';

/** A plain connection, for looking at a database behind the history's back. */
export function openSqlite(path: string): Sqlite.Database {
  return new Sqlite(path);
}
