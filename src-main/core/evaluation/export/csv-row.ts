/** A spreadsheet treats a cell with such a beginning as a formula and may run it. */
const FORMULA = /^[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;
/** A number is no formula, whatever its sign. */
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
/** The mark by which spreadsheets recognize UTF-8. */
export const CSV_MARK = '\uFEFF';
const LINE_END = '\r\n';

/** A line of RFC 4180. */
export function csvRow(cells: readonly string[]): string {
  return cells.map(field).join(',') + LINE_END;
}

function field(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}
