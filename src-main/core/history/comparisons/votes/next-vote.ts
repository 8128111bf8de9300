import type { BlindPair } from '#contract/votes';
import type { Change } from '../../change.ts';
import type { ReadableDB } from '../../database.ts';
import type { RequestInput, RequestOutput } from '../../protocol.ts';
import type { RowRecord } from '../cells.ts';
import { findComparison, type ColumnRecord } from '../comparison-records.ts';
import { drawPair, pairsLeft } from './draw-pair.ts';
import { turnsOf, type PairRecord } from './pair-records.ts';

/**
 * The open pair of a sitting, or else a newly drawn one. The result does not show which model wrote which answer.
 *
 * @throws SarviError `comparison-unknown`
 */
export function nextVote(change: Change, input: RequestInput<'nextVote'>): RequestOutput<'nextVote'> {
  const { database } = change;
  const comparison = findComparison(database, input.comparisonId);
  const before = pairsOf(database, comparison.key);
  const left = pairsLeft(change, comparison, before);
  const pair =
    before.find(({ outcome }) => outcome === null) ??
    drawPair(change, comparison, before, left, input.draws) ??
    (input.skippedToo === true ? takeUpSkipped(change, before) : null);
  const drawn = pairsOf(database, comparison.key);
  const count = (counts: (pair: PairRecord) => boolean): number => drawn.filter(counts).length;
  const isVote = ({ outcome }: PairRecord): boolean => outcome !== null && !['skipped', 'identical'].includes(outcome);
  return {
    pair: pair === null ? null : blindPair(database, pair),
    voted: count(isVote),
    remaining:
      pairsLeft(change, comparison, drawn).length +
      count(({ outcome, repeats_key: of }) => outcome === null && of === null),
    skipped: count(({ outcome }) => outcome === 'skipped'),
    identical: count(({ outcome }) => outcome === 'identical'),
    canUndo: drawn.some((one) => isVote(one) || one.outcome === 'skipped'),
  };
}

export function pairsOf(database: ReadableDB, comparisonKey: number): PairRecord[] {
  return database.rows<PairRecord>(
    'SELECT * FROM comparison_votes WHERE comparison_key = ? ORDER BY decided_at IS NULL, decided_at, key',
    comparisonKey,
  );
}

/** Opens the first skipped pair again, with the same sides. */
function takeUpSkipped({ database }: Change, drawn: readonly PairRecord[]): PairRecord | null {
  const skipped = drawn.find(({ outcome }) => outcome === 'skipped');
  if (skipped === undefined) return null;
  database.write('UPDATE comparison_votes SET outcome = NULL, decided_at = NULL WHERE key = ?', skipped.key);
  return { ...skipped, outcome: null, decided_at: null };
}

function blindPair(database: ReadableDB, pair: PairRecord): BlindPair {
  const row = database.row<RowRecord>('SELECT * FROM comparison_rows WHERE key = ?', pair.row_key);
  return {
    pairId: pair.id,
    turns: turnsOf(database, pair.a_message_id, pair.b_message_id),
    systemPrompt: row?.system_prompt ?? commonSystemPrompt(database, pair),
    language: row?.language ?? null,
    category: row?.category ?? null,
  };
}

/** A system prompt of only one side would reveal the side. */
function commonSystemPrompt(database: ReadableDB, { a_column_key: a, b_column_key: b }: PairRecord): string | null {
  const [one, other] = [a, b].map(
    (key) => database.row<ColumnRecord>('SELECT * FROM comparison_columns WHERE key = ?', key)?.system_prompt ?? '',
  );
  return one !== undefined && one !== '' && one === other ? one : null;
}
