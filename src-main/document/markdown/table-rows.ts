/**
 * The source of a table with its surplus cells in the last cell of their rows, where their text stands with the marks
 * that were between them: GFM lets a renderer drop the cells that a row has more than its head, and here nothing is lost.
 */
export function withAllCells(table: string): string {
  const lines = table.split('\n');
  const count = cellsOf(lines[0] ?? '').length;
  return lines.map((line, index) => (index < 2 ? line : withinCells(line, count))).join('\n');
}

/** The row with the marks after its last cell escaped. */
function withinCells(row: string, count: number): string {
  const cells = cellsOf(row);
  const rest = cells.slice(count).filter((cell) => cell.trim() !== '');
  if (rest.length === 0) return row;
  const last = [cells[count - 1] ?? '', ...rest].map((cell) => cell.trim()).join(' \\| ');
  return `|${[...cells.slice(0, count - 1), last].join('|')}|`;
}

/** As marked does it: a mark behind an odd number of backslashes is text, and an edge needs none. */
function cellsOf(row: string): string[] {
  const cells: string[] = [];
  let from = 0;
  let backslashes = 0;
  for (let at = 0; at < row.length; at += 1) {
    if (row[at] === '|' && backslashes % 2 === 0) {
      cells.push(row.slice(from, at));
      from = at + 1;
    }
    backslashes = row[at] === '\\' ? backslashes + 1 : 0;
  }
  cells.push(row.slice(from));
  if (cells[0]?.trim() === '') cells.shift();
  if (cells.at(-1)?.trim() === '') cells.pop();
  return cells;
}
