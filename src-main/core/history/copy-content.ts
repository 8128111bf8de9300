import Sqlite from 'better-sqlite3';
import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { contentTables } from './content-tables.ts';
import { APPLICATION_ID } from './find-damage.ts';
import { migrate, schemaVersion } from './migrate.ts';
import type { Migration } from './migrations/migrations.ts';
import { defineIndexFunctions } from './search/index-functions.ts';

/** More than any message that can be written or taken in; a string of JavaScript holds twice as much. */
const MOST_VALUE_BYTES = 256 * 2 ** 20;

/**
 * Copies every row of content into a fresh database at `to`, which the migrations make in the version of `from`; its
 * triggers index what arrives. So nothing but rows comes along: no index, and nothing that a stranger's file says of
 * itself. Then it is taken to the last version.
 *
 * @param onRow - called for every row; what it throws ends the copy
 * @throws SarviError `history-unsound` when the copy is not whole; SqliteError; what `onRow` throws. The file at `to`
 *   is then worth nothing
 */
export function copyContent(
  from: Sqlite.Database,
  to: string,
  migrations: readonly Migration[],
  onRow: () => void = () => undefined,
): void {
  const connection = new Sqlite(to);
  try {
    // Nobody sees the file before it is whole and flushed.
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
  // Whole numbers of 64 bits: a key may be larger than a number of JavaScript tells apart.
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
