/** Bookmarks on messages. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { HISTORY_ERRORS } from './declared-errors.ts';
import { Role } from './messages.ts';
import { ConversationId, Count, MessageId, TimestampMs } from './primitives.ts';

const Bookmark = v.strictObject({
  messageId: MessageId,
  conversationId: ConversationId,
  conversationTitle: v.string(),
  role: Role,
  /** The beginning of the text. */
  excerpt: v.string(),
  bookmarkedAt: TimestampMs,
});
export type Bookmark = v.InferOutput<typeof Bookmark>;

/** Sets or removes the bookmark of a message that is in a conversation. */
export const setBookmark = call('bookmarks.set', {
  input: v.strictObject({ messageId: MessageId, bookmarked: v.boolean() }),
  output: v.null(),
  errors: [...HISTORY_ERRORS, 'message-unknown', 'data-folder-gone'],
});

/**
 * The latest first; `total` counts all of them. `history.search` with the filter `bookmarked` searches in them. Those
 * in the trash are left out until they come back.
 */
export const listBookmarks = call('bookmarks.list', {
  input: v.strictObject({
    limit: v.pipe(Count, v.minValue(1), v.maxValue(500)),
    cursor: v.optional(v.pipe(v.string(), v.maxLength(100))),
  }),
  output: v.strictObject({ bookmarks: v.array(Bookmark), total: Count, nextCursor: v.nullable(v.string()) }),
  errors: HISTORY_ERRORS,
});

/** Removes all bookmarks, those in the trash too; the messages stay. */
export const clearBookmarks = call('bookmarks.clear', {
  input: v.strictObject({}),
  output: v.strictObject({ removed: Count }),
  errors: [...HISTORY_ERRORS, 'data-folder-gone'],
});

/** One message got or lost its bookmark, or all lost theirs. */
export const bookmarksChanged = event(
  'bookmarks.changed',
  v.variant('kind', [
    v.strictObject({
      kind: v.literal('one'),
      conversationId: ConversationId,
      messageId: MessageId,
      bookmarkedAt: v.nullable(TimestampMs),
    }),
    v.strictObject({ kind: v.literal('cleared') }),
  ]),
);
