import { MOST_PLACES, type OutlineEntry } from '#contract/finding-calls';
import { branchKeys } from '../branches.ts';
import { findConversation } from '../conversations.ts';
import type { ReadableDB } from '../database.ts';
import { findKey } from '../messages.ts';
import type { RequestInput, RequestOutput } from '../protocol.ts';
import { excerptOf, plain } from '../title-from-text.ts';
import { textsOf } from './texts-of.ts';

/** More headings in one answer are no outline. */
const MOST_HEADINGS = 100;
const LONGEST_HEADING = 200;
/** What comes first in a message says what it asks. */
const READ_OF_QUESTION = 20_000;

/** @throws SarviError `conversation-unknown`, `message-unknown` */
export function outlineConversation(
  database: ReadableDB,
  { conversationId, leafId }: RequestInput<'conversations.outline'>,
): RequestOutput<'conversations.outline'> {
  const conversation = findConversation(database, conversationId);
  const entries: OutlineEntry[] = [];
  for (const { id, role, text } of textsOf(
    database,
    branchKeys(database, findKey(database, conversation.key, leafId)),
  )) {
    if (role === 'user') {
      entries.push({ kind: 'question', messageId: id, text: excerptOf(text.slice(0, READ_OF_QUESTION)) });
    } else if (role === 'assistant') entries.push(...headingsOf(id, text));
    if (entries.length >= MOST_PLACES) return { entries: entries.slice(0, MOST_PLACES), complete: false };
  }
  return { entries, complete: true };
}

/** Headings of Markdown outside of code blocks, each with its number in the message. */
function headingsOf(messageId: string, text: string): OutlineEntry[] {
  const headings: OutlineEntry[] = [];
  let fence: string | null = null;
  for (const line of linesOf(text)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== null) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
    } else if (mark !== undefined) fence = mark;
    else {
      const [, marks, words] = /^ {0,3}(#{1,6})[ \t]+(\S.*)$/.exec(line) ?? [];
      if (marks === undefined || words === undefined) continue;
      const heading = plain(
        words
          .slice(0, LONGEST_HEADING)
          .replace(/[ \t]+#+[ \t]*$/, '')
          .toWellFormed(),
      );
      if (heading === '') continue;
      headings.push({ kind: 'heading', messageId, text: heading, level: marks.length, index: headings.length });
      if (headings.length === MOST_HEADINGS) break;
    }
  }
  return headings;
}

function* linesOf(text: string): Generator<string> {
  for (let start = 0; start <= text.length;) {
    const end = text.indexOf('\n', start);
    yield text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '');
    if (end < 0) return;
    start = end + 1;
  }
}
