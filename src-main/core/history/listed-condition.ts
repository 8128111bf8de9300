import type Sqlite from 'better-sqlite3';

/** What tells the conversations of the lists from cells of comparisons, in a history of whatever version. */
export function listedCondition(connection: Sqlite.Database): string {
  const sql = `SELECT 1 FROM pragma_table_info('conversations') WHERE name = 'comparison_key'`;
  return connection.prepare(sql).get() === undefined ? '1' : 'comparison_key IS NULL';
}
