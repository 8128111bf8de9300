import type { WritableDB } from '../database.ts';

/** Its first cell has the title too, by which the search finds it. */
const FIRST_CELL = '(SELECT min(key) FROM conversations WHERE comparison_key = ?)';

export function nameComparison(
  database: WritableDB,
  comparisonKey: number,
  { title, source }: { readonly title: string; readonly source: 'automatic' | 'user' },
): void {
  database.write('UPDATE comparisons SET title = ?, title_source = ? WHERE key = ?', title, source, comparisonKey);
  nameFirstCell(database, comparisonKey);
}

/** For a cell that was made after the title. */
export function nameFirstCell(database: WritableDB, comparisonKey: number): void {
  database.write(
    `UPDATE conversations SET title = (SELECT title FROM comparisons WHERE key = ?) WHERE key = ${FIRST_CELL}`,
    comparisonKey,
    comparisonKey,
  );
}
