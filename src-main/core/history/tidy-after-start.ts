import type { ErrorReport } from '#contract/errors';
import { SarviError } from '#contract/errors';
import type { WritableDB } from './database.ts';

/** How long the trash keeps a conversation. */
const TRASH_MS = 30 * 24 * 60 * 60 * 1000;

const UNUSED_WORDS = `
  DELETE FROM vocabulary
  WHERE word NOT IN (SELECT term FROM message_terms) AND word NOT IN (SELECT term FROM title_terms)`;

/**
 * What is due when the history is opened. Messages whose writer ended while they were streaming are closed as `failed`,
 * and keep their text; what has lain in the trash for 30 days is deleted.
 */
export function tidyAfterStart(
  database: WritableDB,
  nowMs: number,
  isWriting: (writer: string) => boolean,
): { interrupted: number; purged: number } {
  const report: ErrorReport = new SarviError('generation-interrupted').toReport();
  const open = database.rows<{ key: number; writer: string | null }>(
    'SELECT key, writer FROM messages WHERE streaming = 1',
  );
  const cutOff = open.filter(({ writer }) => writer === null || !isWriting(writer));
  for (const { key } of cutOff) {
    database.write(
      `UPDATE messages SET streaming = 0, writer = NULL, stop_reason = 'failed', error = ? WHERE key = ?`,
      JSON.stringify(report),
      key,
    );
  }
  const purged = database.write('DELETE FROM conversations WHERE deleted_at < ?', nowMs - TRASH_MS).changes;
  // Words that only the deleted messages had go too: what is deleted leaves no trace in the index.
  if (purged > 0) database.write(UNUSED_WORDS);
  return { interrupted: cutOff.length, purged };
}
