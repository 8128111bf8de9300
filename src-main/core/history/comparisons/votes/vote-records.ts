import type { VoteReason } from '#contract/votes';
import type { ReadableDB } from '../../database.ts';
import type { RequestInput, VoteRecord } from '../../protocol.ts';
import { findComparison } from '../comparison-records.ts';

interface Row extends Omit<VoteRecord, 'reasons'> {
  readonly reasons: string;
}

/**
 * Every pair with a decision, in the order of the decisions, without its texts. @throws SarviError `comparison-unknown`
 */
export function voteRecords(database: ReadableDB, { comparisonId }: RequestInput<'voteRecords'>): VoteRecord[] {
  const { key } = findComparison(database, comparisonId);
  return database
    .rows<Row>(
      `SELECT pair.id, row.id AS rowId, row.cluster, row.language, row.category, a.id AS a, b.id AS b,
         pair.a_message_id AS aMessageId, pair.b_message_id AS bMessageId, repeated.id AS repeats, pair.outcome,
         pair.reasons, pair.note, pair.decided_at AS decidedAt
       FROM comparison_votes pair
       CROSS JOIN comparison_rows row ON row.key = pair.row_key
       CROSS JOIN comparison_columns a ON a.key = pair.a_column_key
       CROSS JOIN comparison_columns b ON b.key = pair.b_column_key
       LEFT JOIN comparison_votes repeated ON repeated.key = pair.repeats_key
       WHERE pair.comparison_key = ? AND pair.outcome IS NOT NULL AND pair.outcome <> 'skipped'
       ORDER BY pair.decided_at, pair.key`,
      key,
    )
    .map((row) => ({ ...row, reasons: JSON.parse(row.reasons) as VoteReason[] }));
}
