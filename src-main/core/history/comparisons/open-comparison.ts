import type { ComparisonCell, ComparisonRow } from '#contract/comparisons';
import type { ReadableDB } from '../database.ts';
import type { RequestInput, RequestOutput } from '../protocol.ts';
import type { RowRecord } from './cells.ts';
import { readCells, type Cell } from './read-cells.ts';
import {
  columnsOf,
  comparisonOf,
  findComparison,
  type ColumnRecord,
  type ComparisonRecord,
} from './comparison-records.ts';

/** A part of the rows with their cells, by their places. @throws SarviError `comparison-unknown` */
export function openComparison(
  database: ReadableDB,
  { comparisonId, offset, limit }: RequestInput<'openComparison'>,
): RequestOutput<'openComparison'> {
  const record = findComparison(database, comparisonId);
  return { comparison: comparisonOf(database, record), rows: readRows(database, record, offset, limit) };
}

function readRows(
  database: ReadableDB,
  record: Pick<ComparisonRecord, 'key' | 'kind'>,
  offset: number,
  limit: number,
): ComparisonRow[] {
  const rows = database.rows<RowRecord>(
    'SELECT * FROM comparison_rows WHERE comparison_key = ? AND position >= ? AND position < ? ORDER BY position',
    record.key,
    offset,
    offset + limit,
  );
  const cells = new Map(
    readCells(database, record, offset, limit).map((cell) => [`${cell.row_key} ${cell.column_key}`, cell]),
  );
  const columns = columnsOf(database, record.key);
  return rows.map((row) => {
    const cellOf = (column: ColumnRecord): ComparisonCell => {
      const cell = cells.get(`${row.key} ${column.key}`);
      return {
        columnId: column.id,
        conversationId: cell?.conversation_id ?? null,
        state: cell?.state ?? 'empty',
        language: cell === undefined ? null : languageOf(row, cell),
      };
    };
    return {
      id: row.id,
      cluster: row.cluster,
      language: row.language,
      category: row.category,
      turns: JSON.parse(row.turns) as string[],
      systemPrompt: row.system_prompt,
      cells: columns.map(cellOf),
    };
  });
}

function languageOf({ language: asked }: RowRecord, cell: Cell): ComparisonCell['language'] {
  if (asked === null || cell.language === null || cell.state !== 'complete') return null;
  return { asked, found: cell.language === 'unsure' ? null : cell.language, byHand: cell.language_by_hand === 1 };
}
