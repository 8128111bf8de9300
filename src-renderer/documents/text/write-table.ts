import type { Block, Cell } from './blocks.ts';

/** A sheet with more is not laid out: each row has its cells one after the other. Spans of strangers multiply. */
const MOST_PLACES = 200_000;
const WIDEST = 1000;

/**
 * A table of GitHub's Markdown, whose first row is its head. A merged cell stands where it begins; `←` and `↑` are in the
 * places that it covers, since Markdown has no merged cells.
 */
export function writeTable(
  rows: readonly (readonly Cell[])[],
  writeBlocks: (blocks: readonly Block[]) => string,
): string {
  const [only] = rows.length === 1 && rows[0]?.length === 1 ? rows[0] : [];
  // A frame around text.
  if (only) return writeBlocks(only.blocks);
  const grid = layOut(rows, (cell) => inOneLine(writeBlocks(cell.blocks)));
  const width = grid.reduce((most, row) => Math.max(most, row.length), 0);
  if (width === 0 || grid.every((row) => row.every((text) => text === ''))) return '';
  const lines = grid.map((row) => {
    const cells = Array.from({ length: width }, (_, column) => row[column] ?? '');
    return `|${cells.map((text) => (text === '' ? ' ' : ` ${text} `)).join('|')}|`;
  });
  return [lines[0], `|${' --- |'.repeat(width)}`, ...lines.slice(1)].join('\n');
}

function layOut(rows: readonly (readonly Cell[])[], write: (cell: Cell) => string): string[][] {
  const places = rows.reduce((sum, row) => sum + row.reduce((cells, cell) => cells + area(cell, rows.length), 0), 0);
  if (places > MOST_PLACES) return rows.map((row) => row.map(write));
  const grid: (string | undefined)[][] = rows.map(() => []);
  rows.forEach((row, top) => {
    let left = 0;
    for (const cell of row) {
      const places = grid[top] as (string | undefined)[];
      while (places[left] !== undefined) left += 1;
      const height = Math.min(cell.height, rows.length - top);
      for (let down = 0; down < height; down += 1) {
        for (let right = 0; right < Math.min(cell.width, WIDEST); right += 1) {
          const mark = down > 0 ? '↑' : '←';
          (grid[top + down] as (string | undefined)[])[left + right] ??= down + right === 0 ? write(cell) : mark;
        }
      }
      left += Math.min(cell.width, WIDEST);
    }
  });
  return grid.map((row) => Array.from(row, (text) => text ?? ''));
}

function area({ width, height }: Cell, rows: number): number {
  return Math.min(width, WIDEST) * Math.min(height, rows);
}

function inOneLine(markdown: string): string {
  return markdown
    .replace(/(?<!\\)\|/g, '\\|')
    .replace(/ *\n+ */g, '<br>')
    .trim();
}
