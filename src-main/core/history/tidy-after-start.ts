import type { ErrorReport } from '#contract/errors';
import { SarviError } from '#contract/errors';
import type { WritableDB } from './database.ts';

/** How long the trash keeps a conversation. */
const TRASH_MS = 30 * 24 * 60 * 60 * 1000;

const UNUSED_WORDS = `
  DELETE FROM vocabulary
  WHERE word NOT IN (SELECT term FROM message_terms) AND word NOT IN (SELECT term FROM title_terms)`;

/**
 * What is due when the app starts. Messages that were still streaming when it ended are closed as `failed`, and keep
 * their text; what has lain in the trash for 30 days is deleted.
 */
export function tidyAfterStart(database: WritableDB, nowMs: number): { interrupted: number; purged: number } {
  const report: ErrorReport = new SarviError('generation-interrupted').toReport();
  const interrupted = database.write(
    `UPDATE messages SET streaming = 0, stop_reason = 'failed', error = ? WHERE streaming = 1`,
    JSON.stringify(report),
  ).changes;
  const purged = database.write('DELETE FROM conversations WHERE deleted_at < ?', nowMs - TRASH_MS).changes;
  // Words that only the deleted messages had go too: what is deleted leaves no trace in the index.
  if (purged > 0) database.write(UNUSED_WORDS);
  return { interrupted, purged };
}
