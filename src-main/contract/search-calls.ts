/** Searching titles and messages. */
import * as v from 'valibot';
import { call } from './call.ts';
import { HISTORY_ERRORS } from './declared-errors.ts';
import { MOST_HITS } from './search-bounds.ts';
import { Role } from './messages.ts';
import {
  MessageId,
  ComparisonId,
  ConversationId,
  Count,
  FolderFileId,
  FolderId,
  ModelId,
  TagId,
  TimestampMs,
} from './primitives.ts';

/** Conditions on hits besides the query; a missing one allows everything. */
const SearchFilters = v.strictObject({
  conversationId: v.optional(ConversationId),
  /** The author of the message. Titles have none, and are then no hits. */
  role: v.optional(Role),
  /** The conversation's model, even if the library no longer has it. */
  modelId: v.optional(ModelId),
  /** Written at this time or later; a title counts as written when the conversation began. */
  from: v.optional(TimestampMs),
  /** Written before this time. */
  until: v.optional(TimestampMs),
  folderId: v.optional(FolderId),
  tagId: v.optional(TagId),
  pinned: v.optional(v.boolean()),
  /** Missing: also from the archive; false: not from the archive; true: only from the archive. */
  archived: v.optional(v.boolean()),
  /** Only messages with a bookmark; titles have none. */
  bookmarked: v.optional(v.literal(true)),
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
  /** A passage in order; the marked parts are the found words. */
  snippet: v.array(v.strictObject({ text: v.string(), marked: v.boolean() })),
  /** Larger is better; only comparable within one result. */
  score: v.number(),
  createdAt: TimestampMs,
});
export type SearchHit = v.InferOutput<typeof SearchHit>;

/** A file of a folder with the words. */
const FileHit = v.strictObject({
  folderId: FolderId,
  folderName: v.string(),
  fileId: FolderFileId,
  name: v.string(),
  snippet: SearchHit.entries.snippet,
});
export type FileHit = v.InferOutput<typeof FileHit>;

/** A conversation with hits. */
const SearchGroup = v.strictObject({
  conversationId: ConversationId,
  /** All cells of a comparison are one group. */
  comparisonId: v.optional(ComparisonId),
  conversationTitle: v.string(),
  /** The best of its hits; its title may be one. */
  best: SearchHit,
  /** How many further hits there are; `filters.conversationId` gives all of them. */
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
    /**
     * A newer search of the same series cancels an older one, which answers `cancelled`: while a user types, only the
     * last one matters.
     */
    series: v.optional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(100))),
  }),
  output: v.strictObject({
    hits: v.array(SearchHit),
    groups: v.array(SearchGroup),
    /** Files of folders; missing when none has the words, and with filters other than the folder. */
    files: v.optional(v.array(FileHit)),
    total: Count,
    complete: v.boolean(),
  }),
  errors: [...HISTORY_ERRORS, 'cancelled'],
});
