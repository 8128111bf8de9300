import type Sqlite from 'better-sqlite3';

/** Tables whose content follows from others. Virtual tables and what lies behind them are not named here. */
const DERIVED_TABLES: readonly string[] = ['vocabulary', 'word_lemmas'];

/** The tables that hold what cannot be made again. */
export function contentTables(connection: Sqlite.Database): string[] {
  return connection
    .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name`)
    .pluck()
    .all()
    .map(String)
    .filter((name) => !name.startsWith('sqlite_') && !DERIVED_TABLES.includes(name));
}
