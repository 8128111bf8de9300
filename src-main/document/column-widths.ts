import type { Table } from './model.ts';
import { plainText } from './read/read-inlines.ts';

/** Rows that are looked at; a table's character shows in its beginning. */
const MOST_ROWS = 200;
const NARROWEST = 8;
const WIDEST = 80;
/** Long text has many lines, so it needs less than its share. */
const EVENNESS = 0.6;

/** Shares of the width for the columns, by the length of what is in them; their sum is 1. */
export function columnShares({ header, rows }: Pick<Table, 'header' | 'rows'>): number[] {
  const lengths = header.map((cell, column) => {
    const cells = [cell, ...rows.slice(0, MOST_ROWS).map((row) => row[column] ?? [])];
    const longest = Math.max(...cells.map((words) => plainText(words).length));
    return Math.min(WIDEST, Math.max(NARROWEST, longest)) ** EVENNESS;
  });
  const sum = lengths.reduce((total, length) => total + length, 0);
  return lengths.map((length) => length / sum);
}
