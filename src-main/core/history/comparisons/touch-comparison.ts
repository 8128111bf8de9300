import type { Role } from '#contract/messages';
import type { Change } from '../change.ts';
import { makeTitle } from '../title-from-text.ts';
import { announceComparison, type ComparisonRecord } from './comparison-records.ts';
import { nameComparison } from './name-comparison.ts';

/** A message has come into one of its cells: it is the newest now, and its first question names it. */
export function touchComparison(
  change: Change,
  comparisonKey: number,
  { role, text }: { readonly role: Role; readonly text: string },
): void {
  const { database, nowMs } = change;
  database.write('UPDATE comparisons SET updated_at = max(updated_at, ?) WHERE key = ?', nowMs, comparisonKey);
  const record = database.row<ComparisonRecord>('SELECT * FROM comparisons WHERE key = ?', comparisonKey);
  if (role !== 'user' || record?.title_source !== 'none') return;
  const { title } = makeTitle(text);
  if (title === '') return;
  nameComparison(database, comparisonKey, { title, source: 'automatic' });
  announceComparison(change, record.id);
}
