import type { ErrorReport } from '#contract/errors';
import { SarviError } from '#contract/errors';
import type { WritableDB } from './database.ts';

/**
 * Closes messages as `failed`, with their text, whose writer ended while they were streaming.
 *
 * @returns how many there were
 */
export function tidyAfterStart(database: WritableDB, isWriting: (writer: string) => boolean): number {
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
  return cutOff.length;
}
