import type { WritableDB } from '../database.ts';

/** The first cell gets the title too, so that the search finds it. */
const FIRST_CELL = '(SELECT min(key) FROM conversations WHERE comparison_key = ?)';

export function nameComparison(
  database: WritableDB,
  comparisonKey: number,
  { title, source }: { readonly title: string; readonly source: 'automatic' | 'user' },
): void {
  database.write('UPDATE comparisons SET title = ?, title_source = ? WHERE key = ?', title, source, comparisonKey);
  nameFirstCell(database, comparisonKey);
}

/** For a cell that is created after the title. */
export function nameFirstCell(database: WritableDB, comparisonKey: number): void {
  database.write(
    `UPDATE conversations SET title = (SELECT title FROM comparisons WHERE key = ?) WHERE key = ${FIRST_CELL}`,
    comparisonKey,
    comparisonKey,
  );
}
