import { MOST_PLACES, type FoundIn } from '#contract/finding-calls';
import { findPattern } from '#contract/find-pattern';
import { branchKeys } from '../branches.ts';
import { findConversation } from '../conversations.ts';
import type { ReadableDB } from '../database.ts';
import { findKey } from '../messages.ts';
import type { RequestInput, RequestOutput } from '../protocol.ts';
import { MatchCounter } from './match-counter.ts';
import { textsOf } from './texts-of.ts';

/** A search reads at most so many UTF-16 units: some tenths of a second. */
const MOST_READ = 60_000_000;

/** @throws SarviError `conversation-unknown`, `message-unknown` */
export function findInConversation(
  database: ReadableDB,
  { conversationId, leafId, text }: RequestInput<'conversations.find'>,
): RequestOutput<'conversations.find'> {
  const conversation = findConversation(database, conversationId);
  const branch = branchKeys(database, findKey(database, conversation.key, leafId));
  const pattern = findPattern(text);
  const result = { found: [] as FoundIn[], total: 0, elsewhere: [] as FoundIn[], complete: true };
  if (pattern === null) return result;
  const onBranch = new Set(branch);
  const others = database
    .rows<{ key: number }>('SELECT key FROM messages WHERE conversation_key = ? ORDER BY key', conversation.key)
    .map(({ key }) => key)
    .filter((key) => !onBranch.has(key));
  const counter = new MatchCounter(pattern, text);
  let read = 0;
  for (const message of textsOf(database, [...branch, ...others])) {
    if (read > MOST_READ || result.found.length + result.elsewhere.length >= MOST_PLACES) {
      return { ...result, complete: false };
    }
    read += message.text.length;
    const count = counter.count(message);
    if (count === 0) continue;
    const isHere = onBranch.has(message.key);
    (isHere ? result.found : result.elsewhere).push({ messageId: message.id, count });
    if (isHere) result.total += count;
  }
  return result;
}
