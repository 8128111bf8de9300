import { randomUUID } from 'node:crypto';
import type { Change } from '../../change.ts';
import type { ComparisonRecord } from '../comparison-records.ts';
import { readCells } from '../read-cells.ts';
import type { Draws } from './draws.ts';
import { areSame, turnsOf, type PairRecord } from './pair-records.ts';

/** Two complete cells of one row. */
interface Candidate {
  readonly rowKey: number;
  readonly sides: readonly [Side, Side];
}

interface Side {
  readonly columnKey: number;
  readonly messageId: string;
}

/** One of ten pairs is repeated. */
const REPEATED_SHARE = 1 / 10;
/** After this many pairs the answers are forgotten. */
const LEAST_BETWEEN = 5;
/** The probability that a due repeat comes at once, so that nobody can predict it by counting. */
const REPEAT_CHANCE = 1 / 3;

/** Pairs of complete answers that have not been drawn yet. */
export function pairsLeft(
  { database }: Pick<Change, 'database'>,
  comparison: ComparisonRecord,
  drawn: readonly PairRecord[],
): Candidate[] {
  const known = new Set(
    drawn.map(({ row_key, a_column_key, b_column_key }) => keyOf(row_key, a_column_key, b_column_key)),
  );
  const byRow = new Map<number, Side[]>();
  for (const { row_key, column_key, leaf_id, state } of readCells(database, comparison)) {
    if (state !== 'complete' || leaf_id === null) continue;
    byRow.set(row_key, [...(byRow.get(row_key) ?? []), { columnKey: column_key, messageId: leaf_id }]);
  }
  return [...byRow].flatMap(([rowKey, sides]) =>
    sides.flatMap((one, index) =>
      sides
        .slice(index + 1)
        .filter((other) => !known.has(keyOf(rowKey, one.columnKey, other.columnKey)))
        .map((other): Candidate => ({ rowKey, sides: [one, other] })),
    ),
  );
}

/**
 * Draws the next pair: a new one with random sides, or a repeat with its sides swapped. Pairs with equal answers are
 * recorded on the way.
 *
 * @param left - of `pairsLeft`
 * @returns null if there is none
 */
export function drawPair(
  change: Change,
  comparison: ComparisonRecord,
  drawn: readonly PairRecord[],
  left: readonly Candidate[],
  draws: Draws,
): PairRecord | null {
  const repeated = repeatDue(drawn, left.length === 0, draws.repeat);
  if (repeated !== null) {
    const { row_key: rowKey, a_column_key, b_column_key, a_message_id, b_message_id } = repeated;
    const sides = [
      { columnKey: b_column_key, messageId: b_message_id },
      { columnKey: a_column_key, messageId: a_message_id },
    ] as const;
    return keep(change, comparison, { rowKey, sides }, { repeats: repeated.key });
  }
  const pool = [...left];
  while (pool.length > 0) {
    const [candidate] = pool.splice(Math.min(pool.length - 1, Math.floor(draws.pair * pool.length)), 1);
    if (candidate === undefined) break;
    const [one, other] = candidate.sides;
    const drawnSides = draws.side < 0.5 ? candidate : { ...candidate, sides: [other, one] as const };
    if (!areSame(turnsOf(change.database, one.messageId, other.messageId))) return keep(change, comparison, drawnSides);
    keep(change, comparison, drawnSides, { outcome: 'identical' });
  }
  return null;
}

/** A voted pair to repeat now; null if there is none. */
function repeatDue(drawn: readonly PairRecord[], isEnd: boolean, draw: number): PairRecord | null {
  const voted = drawn.filter(({ outcome }) => outcome !== null && outcome !== 'skipped' && outcome !== 'identical');
  const fresh = voted.filter(({ repeats_key }) => repeats_key === null);
  const repeats = drawn.filter(({ repeats_key }) => repeats_key !== null);
  const lacking = Math.round(fresh.length * REPEATED_SHARE) - repeats.length;
  if (lacking <= 0 || (!isEnd && lacking === 1 && draw > REPEAT_CHANCE)) return null;
  const gone = new Set(repeats.map(({ repeats_key }) => repeats_key));
  const rested = voted.slice(0, Math.max(0, voted.length - LEAST_BETWEEN));
  const choice = rested.filter(({ key, repeats_key }) => repeats_key === null && !gone.has(key));
  const all = choice.length > 0 || !isEnd ? choice : fresh.filter(({ key }) => !gone.has(key)).slice(0, 1);
  return all[Math.min(all.length - 1, Math.floor(draw * 997) % Math.max(1, all.length))] ?? null;
}

function keep(
  { database, nowMs }: Change,
  comparison: ComparisonRecord,
  { rowKey, sides: [a, b] }: Candidate,
  { repeats = null, outcome = null }: { repeats?: number | null; outcome?: 'identical' | null } = {},
): PairRecord | null {
  const { key } = database.write(
    `INSERT INTO comparison_votes (id, comparison_key, row_key, a_column_key, b_column_key, a_message_id, b_message_id,
       repeats_key, outcome, drawn_at, decided_at)
     VALUES (:id, :comparisonKey, :rowKey, :aColumn, :bColumn, :aMessage, :bMessage, :repeats, :outcome, :nowMs,
       :decidedAt)`,
    {
      id: randomUUID(),
      comparisonKey: comparison.key,
      rowKey,
      aColumn: a.columnKey,
      bColumn: b.columnKey,
      aMessage: a.messageId,
      bMessage: b.messageId,
      repeats,
      outcome,
      nowMs,
      decidedAt: outcome === null ? null : nowMs,
    },
  );
  return database.row<PairRecord>('SELECT * FROM comparison_votes WHERE key = ?', key) ?? null;
}

function keyOf(rowKey: number, one: number, other: number): string {
  return `${rowKey} ${Math.min(one, other)} ${Math.max(one, other)}`;
}
