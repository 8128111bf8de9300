import type { ComparisonCell } from '#contract/comparisons';
import type { ReadableDB } from '../database.ts';
import type { ComparisonRecord } from './comparison-records.ts';

/** The state of a cell. */
export interface Cell {
  readonly row_key: number;
  readonly column_key: number;
  readonly conversation_id: string;
  /** The last message of its open branch. */
  readonly leaf_id: string | null;
  readonly language: string | null;
  readonly language_by_hand: 0 | 1;
  readonly state: ComparisonCell['state'];
}

interface CellRecord extends Omit<Cell, 'state'> {
  readonly turns: number;
  readonly leaf_role: string | null;
  readonly streaming: 0 | 1 | null;
  readonly stop_reason: string | null;
  readonly answers: number;
}

/** Counts the answers on the open branch, which has a few messages; with a single turn, its last message is enough. */
const ANSWERS = `
  CASE WHEN json_array_length(row.turns) < 2 THEN 1 ELSE (
    WITH RECURSIVE branch (key, parent_key, role) AS (
      SELECT key, parent_key, role FROM messages WHERE key = c.active_leaf_key
      UNION ALL
      SELECT m.key, m.parent_key, m.role FROM branch CROSS JOIN messages m ON m.key = branch.parent_key
    )
    SELECT count(*) FROM branch WHERE role = 'assistant') END`;

const CELLS = `
  SELECT cell.row_key, cell.column_key, c.id AS conversation_id, cell.language, cell.language_by_hand,
    json_array_length(row.turns) AS turns, leaf.id AS leaf_id, leaf.role AS leaf_role, leaf.streaming, leaf.stop_reason,
    ${ANSWERS} AS answers
  FROM comparison_rows row
  CROSS JOIN comparison_cells cell ON cell.row_key = row.key
  CROSS JOIN conversations c ON c.key = cell.conversation_key
  LEFT JOIN messages leaf ON leaf.key = c.active_leaf_key
  WHERE row.comparison_key = ? AND row.position >= ? AND row.position < ?
  ORDER BY row.position`;

/** The existing cells of some rows, by their places. */
export function readCells(
  database: ReadableDB,
  { key, kind }: Pick<ComparisonRecord, 'key' | 'kind'>,
  offset = 0,
  limit: number = Number.MAX_SAFE_INTEGER - offset,
): Cell[] {
  return database.rows<CellRecord>(CELLS, key, offset, offset + limit).map((cell) => ({
    ...cell,
    state: stateOf(cell, kind),
  }));
}

function stateOf(cell: CellRecord, kind: ComparisonRecord['kind']): Cell['state'] {
  if (cell.leaf_role === null) return 'empty';
  if (cell.leaf_role !== 'assistant') return 'asked';
  if (cell.streaming === 1) return 'writing';
  if (cell.stop_reason === 'failed') return 'failed';
  // In a chat any answer may be the last, and one that the user has stopped counts as it is.
  if (kind === 'chat') return 'complete';
  return cell.answers < cell.turns || cell.stop_reason === 'stopped' ? 'asked' : 'complete';
}
