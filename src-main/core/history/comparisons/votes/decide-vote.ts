import { SarviError } from '#contract/errors';
import type { Change } from '../../change.ts';
import { clean } from '../../clean.ts';
import type { RequestInput, RequestOutput } from '../../protocol.ts';
import { findComparison } from '../comparison-records.ts';
import type { PairRecord } from './pair-records.ts';

/** @throws SarviError `vote-pair-unknown` if the pair is not open */
export function castVote(change: Change, input: RequestInput<'votes.cast'>): RequestOutput<'votes.cast'> {
  const { database, nowMs } = change;
  const pair = findOpen(change, input.pairId);
  database.write(
    'UPDATE comparison_votes SET outcome = ?, reasons = ?, note = ?, decided_at = ? WHERE key = ?',
    input.vote,
    JSON.stringify([...new Set(input.reasons ?? [])]),
    clean(input.note ?? ''),
    nowMs,
    pair.key,
  );
  if (input.reveal !== true) return { revealed: null };
  return { revealed: { a: columnIdOf(change, pair.a_column_key), b: columnIdOf(change, pair.b_column_key) } };
}

/** @throws SarviError `vote-pair-unknown` */
export function skipVote(change: Change, { pairId }: RequestInput<'votes.skip'>): null {
  const { key } = findOpen(change, pairId);
  change.database.write(
    `UPDATE comparison_votes SET outcome = 'skipped', decided_at = ? WHERE key = ?`,
    change.nowMs,
    key,
  );
  return null;
}

/** @throws SarviError `comparison-unknown` */
export function undoVote({ database }: Change, input: RequestInput<'votes.undo'>): RequestOutput<'votes.undo'> {
  const { key } = findComparison(database, input.comparisonId);
  const last = database.row<PairRecord>(
    `SELECT * FROM comparison_votes WHERE comparison_key = ? AND outcome IS NOT NULL AND outcome <> 'identical'
     ORDER BY decided_at DESC, key DESC LIMIT 1`,
    key,
  );
  if (last === undefined) return { pairId: null };
  // Nobody has decided on this pair, so it can be drawn again.
  database.write('DELETE FROM comparison_votes WHERE comparison_key = ? AND outcome IS NULL', key);
  database.write(
    `UPDATE comparison_votes SET outcome = NULL, decided_at = NULL, reasons = '[]', note = '' WHERE key = ?`,
    last.key,
  );
  return { pairId: last.id };
}

function findOpen({ database }: Change, pairId: string): PairRecord {
  const pair = database.row<PairRecord>(
    `SELECT pair.* FROM comparison_votes pair CROSS JOIN comparisons ON comparisons.key = pair.comparison_key
     WHERE pair.id = ? AND outcome IS NULL AND deleted_at IS NULL`,
    pairId,
  );
  if (pair === undefined) throw new SarviError('vote-pair-unknown', { pairId });
  return pair;
}

function columnIdOf({ database }: Change, key: number): string {
  return database.row<{ id: string }>('SELECT id FROM comparison_columns WHERE key = ?', key)?.id ?? '';
}
