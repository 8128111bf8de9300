/** Search through titles and messages. */
import * as v from 'valibot';
import { call } from './call.ts';
import { HISTORY_ERRORS } from './declared-errors.ts';
import { MOST_HITS } from './search-bounds.ts';
import { Role } from './messages.ts';
import { MessageId, ComparisonId, ConversationId, Count, FolderId, ModelId, TagId, TimestampMs } from './primitives.ts';

/** What hits must meet besides the query; what is not given admits all. */
const SearchFilters = v.strictObject({
  conversationId: v.optional(ConversationId),
  /** Who wrote the message. Titles, which nobody wrote, are then no hits. */
  role: v.optional(Role),
  /** The conversation's model, whether the library still has it or not. */
  modelId: v.optional(ModelId),
  /** Written at this time or later; a title counts as written when the conversation was begun. */
  from: v.optional(TimestampMs),
  /** Written before this time. */
  until: v.optional(TimestampMs),
  folderId: v.optional(FolderId),
  tagId: v.optional(TagId),
  pinned: v.optional(v.boolean()),
  /** Hits come from the archive too, unless this is false; only from there when it is true. */
  archived: v.optional(v.boolean()),
});
export type SearchFilters = v.InferOutput<typeof SearchFilters>;

/** One hit: a message, or the title of a conversation (`messageId` null). */
export const SearchHit = v.strictObject({
  conversationId: ConversationId,
  /** When the conversation is a cell of a comparison, which is shown in its place. */
  comparisonId: v.optional(ComparisonId),
  conversationTitle: v.string(),
  messageId: v.nullable(MessageId),
  role: v.nullable(Role),
  /** A passage in order; the marked parts are the words that were found. */
  snippet: v.array(v.strictObject({ text: v.string(), marked: v.boolean() })),
  /** Larger is better; comparable within one result only. */
  score: v.number(),
  createdAt: TimestampMs,
});
export type SearchHit = v.InferOutput<typeof SearchHit>;

/** A conversation with hits. */
const SearchGroup = v.strictObject({
  conversationId: ConversationId,
  /** All cells of a comparison are one group. */
  comparisonId: v.optional(ComparisonId),
  conversationTitle: v.string(),
  /** The best of its hits; its title may be one. */
  best: SearchHit,
  /** How many more there are; `filters.conversationId` gives them all. */
  furtherHits: Count,
});
export type SearchGroup = v.InferOutput<typeof SearchGroup>;

/**
 * Every word of `query` must be in the text, `"a phrase"` as it stands, `-word` not; `wor*` is a beginning, and so may
 * be the last word. `hits` are the best `limit` of all, `groups` the conversations of the best hits, as many at most.
 * `total` counts all hits. `complete` is false when there were more matches than are ranked: then the newest were, the
 * counts are the least possible, and the best of the oldest may be missing.
 */
export const searchHistory = call('history.search', {
  input: v.strictObject({
    query: v.pipe(v.string(), v.maxLength(1000)),
    limit: v.optional(v.pipe(Count, v.minValue(1), v.maxValue(MOST_HITS)), 50),
    filters: v.optional(SearchFilters),
    /** Of two searches of one series the older is given up and answers `cancelled`: who types wants the last only. */
    series: v.optional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(100))),
  }),
  output: v.strictObject({
    hits: v.array(SearchHit),
    groups: v.array(SearchGroup),
    total: Count,
    complete: v.boolean(),
  }),
  errors: [...HISTORY_ERRORS, 'cancelled'],
});
