import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { clean } from './clean.ts';
import type { ReadableDB } from './database.ts';

/** Tables whose rows have a name of their own. */
type NamedTable = 'folders' | 'tags' | 'datasets';

/**
 * A tidied name for a folder, a tag or a data set, with its key. `ownKey` is the row that may keep its name.
 *
 * @throws SarviError `name-taken`
 */
export function freeName(
  database: ReadableDB,
  table: NamedTable,
  wanted: string,
  ownKey: number | null,
): { name: string; nameKey: string } {
  const name = tidy(wanted);
  // The name had only control characters.
  if (name === '') throw new SarviError('invalid-input', { reason: because('empty-name') });
  const nameKey = nameKeyOf(name);
  const taken = database.row<{ name: string }>(
    `SELECT name FROM ${table} WHERE name_key = ? AND key IS NOT ?`,
    nameKey,
    ownKey,
  );
  if (taken !== undefined) throw new SarviError('name-taken', { name: taken.name });
  return { name, nameKey };
}

/** @throws SarviError `invalid-input` when the limit is reached */
export function requireRoom(database: ReadableDB, table: NamedTable, most: number): void {
  if (hasRoom(database, table, most)) return;
  throw new SarviError('invalid-input', { reason: because('as-many-as-may-be', { most }) });
}

export function hasRoom(database: ReadableDB, table: NamedTable, most: number): boolean {
  return (database.row<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count ?? 0) < most;
}

/**
 * The form in which names are compared: names that differ only in capitals, spaces or composed letters look the same.
 */
export function nameKeyOf(name: string): string {
  return tidy(name).normalize('NFKC').toLowerCase();
}

function tidy(name: string): string {
  return clean(name)
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
