import type { Role } from '#contract/messages';
import type { Change } from '../change.ts';
import type { ConversationRow } from '../rows.ts';
import { makeTitle } from '../title-from-text.ts';
import { announceComparison, type ComparisonRecord } from './comparison-records.ts';
import { nameComparison } from './name-comparison.ts';

/**
 * Updates a comparison after a new message in one of its cells: it becomes the newest, and may get its name from its
 * first question. The language of the cell's answers must be detected again.
 */
export function touchComparison(
  change: Change,
  { key, comparison_key: comparisonKey }: Pick<ConversationRow, 'key' | 'comparison_key'>,
  { role, text }: { readonly role: Role; readonly text: string },
): void {
  const { database, nowMs } = change;
  database.write(
    'UPDATE comparison_cells SET language = NULL WHERE conversation_key = ? AND language_by_hand = 0',
    key,
  );
  database.write('UPDATE comparisons SET updated_at = max(updated_at, ?) WHERE key = ?', nowMs, comparisonKey);
  const record = database.row<ComparisonRecord>('SELECT * FROM comparisons WHERE key = ?', comparisonKey);
  if (role !== 'user' || comparisonKey === null || record?.title_source !== 'none') return;
  const { title } = makeTitle(text);
  if (title === '') return;
  nameComparison(database, comparisonKey, { title, source: 'automatic' });
  announceComparison(change, record.id);
}
