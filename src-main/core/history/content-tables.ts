import type Sqlite from 'better-sqlite3';

/** Tables whose content can be derived from others. Virtual tables and their shadow tables are left out elsewhere. */
const DERIVED_TABLES: readonly string[] = ['vocabulary', 'word_lemmas'];

/** The tables whose content cannot be derived. */
export function contentTables(connection: Sqlite.Database): string[] {
  return connection
    .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name`)
    .pluck()
    .all()
    .map(String)
    .filter((name) => !name.startsWith('sqlite_') && !DERIVED_TABLES.includes(name));
}
