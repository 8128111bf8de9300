import Sqlite from 'better-sqlite3';
import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { contentTables } from './content-tables.ts';
import { APPLICATION_ID } from './find-damage.ts';
import { migrate, schemaVersion } from './migrate.ts';
import type { Migration } from './migrations/migrations.ts';
import { defineIndexFunctions } from './search/index-functions.ts';

/** Larger than any message that can be written or imported; a JavaScript string may have twice as much. */
const MOST_VALUE_BYTES = 256 * 2 ** 20;

/**
 * Copies every row of content into a new database at `to`, which the migrations create in the version of `from`; its
 * triggers build the index. Only rows are copied, so nothing else in a stranger's file gets in. Then the copy is
 * migrated to the last version.
 *
 * @param onRow - called for every row; what it throws ends the copy
 * @throws SarviError `history-unsound` when the copy is incomplete; SqliteError; what `onRow` throws. The file at `to`
 *   is then useless
 */
export function copyContent(
  from: Sqlite.Database,
  to: string,
  migrations: readonly Migration[],
  onRow: () => void = () => undefined,
): void {
  const connection = new Sqlite(to);
  try {
    // Nobody sees the file before it is complete and flushed.
    connection.pragma('journal_mode = OFF');
    connection.pragma('synchronous = OFF');
    defineIndexFunctions(connection);
    const version = schemaVersion(from);
    connection.pragma(`application_id = ${APPLICATION_ID}`);
    const steps = migrations.filter((migration) => migration.version <= version);
    migrate(connection, steps, () => undefined);
    connection.pragma('foreign_keys = OFF');
    const tables = contentTables(connection);
    connection.transaction(() => {
      for (const table of tables) copyTable(from, connection, table, onRow);
    })();
    checkCopied(from, connection, tables);
    migrate(connection, migrations, () => undefined);
  } finally {
    connection.close();
  }
}

function copyTable(from: Sqlite.Database, to: Sqlite.Database, table: string, onRow: () => void): void {
  const columns = to.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table).map(String);
  const names = columns.map((name) => `"${name}"`).join(', ');
  const sizes = columns.map((name) => `octet_length("${name}") > ${MOST_VALUE_BYTES}`).join(' OR ');
  if (from.prepare(`SELECT 1 FROM "${table}" WHERE ${sizes} LIMIT 1`).get() !== undefined) {
    throw new SarviError('history-unsound', { path: from.name, reason: because('text-too-long-in', { table }) });
  }
  to.exec(`DELETE FROM "${table}"`);
  const insert = to.prepare(`INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`);
  // 64-bit integers, because a key may be larger than a JavaScript number can represent exactly.
  for (const row of from.prepare(`SELECT ${names} FROM "${table}"`).raw().safeIntegers().iterate()) {
    onRow();
    insert.run(...(row as unknown[]));
  }
}

function checkCopied(from: Sqlite.Database, to: Sqlite.Database, tables: readonly string[]): void {
  const refuse = (reason: Reason): never => {
    throw new SarviError('history-unsound', { path: from.name, reason });
  };
  const verdict = String(to.pragma('integrity_check(1)', { simple: true }));
  if (verdict !== 'ok') refuse(because('copy-damaged', { fault: verdict }));
  if ((to.pragma('foreign_key_check') as unknown[]).length > 0) refuse(because('broken-reference'));
  for (const table of tables) {
    const [copied, former] = [to, from].map((one) => one.prepare(`SELECT count(*) FROM "${table}"`).pluck().get());
    if (copied !== former) refuse(because('copied-in-part', { copied: String(copied), total: String(former), table }));
  }
}
