import type Sqlite from 'better-sqlite3';

/** The condition that selects listed conversations and no cells of comparisons, for a history of any version. */
export function listedCondition(connection: Sqlite.Database): string {
  const sql = `SELECT 1 FROM pragma_table_info('conversations') WHERE name = 'comparison_key'`;
  return connection.prepare(sql).get() === undefined ? '1' : 'comparison_key IS NULL';
}
