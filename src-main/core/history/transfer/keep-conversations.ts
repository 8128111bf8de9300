import type { Change } from '../change.ts';
import { keepConversation } from './keep-conversation.ts';
import type { ImportOutcome } from './import-outcome.ts';

/** How long other requests may wait for an import; a list still seems to appear at once. */
const LONGEST_MS = 100;

/**
 * Adds conversations, each completely or not at all, until the time is up. The index costs far less for several in one
 * commit.
 *
 * @returns the outcomes of the first ones; at least of one
 */
export function keepConversations(
  change: Change,
  { conversations }: { conversations: readonly Uint8Array[] },
): ImportOutcome[] {
  const { database } = change;
  const until = performance.now() + LONGEST_MS;
  const kept: ImportOutcome[] = [];
  for (const bytes of conversations) {
    database.write('SAVEPOINT conversation');
    try {
      kept.push(keepConversation(change, bytes));
    } catch (error) {
      database.write('ROLLBACK TO conversation');
      throw error;
    } finally {
      database.write('RELEASE conversation');
    }
    if (performance.now() > until) break;
  }
  return kept;
}
