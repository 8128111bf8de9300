/** Finding one's way in one conversation: words in it, its outline, its versions. */
import * as v from 'valibot';
import { call } from './call.ts';
import { HISTORY_ERRORS } from './declared-errors.ts';
import { Role } from './messages.ts';
import { ConversationId, Count, MessageId } from './primitives.ts';

/** The most messages, headings or versions that one answer lists. */
export const MOST_PLACES = 5000;

const FoundIn = v.strictObject({ messageId: MessageId, count: v.pipe(Count, v.minValue(1)) });
export type FoundIn = v.InferOutput<typeof FoundIn>;

const PLACE_ERRORS = [...HISTORY_ERRORS, 'conversation-unknown', 'message-unknown'] as const;

/**
 * Messages of the branch that ends with `leafId` that have `text`, letter by letter but for capitals, in their order;
 * `elsewhere` are messages of other branches. `complete` is false when a very long conversation was not read to its
 * end.
 */
export const findInConversation = call('conversations.find', {
  input: v.strictObject({
    conversationId: ConversationId,
    leafId: MessageId,
    text: v.pipe(v.string(), v.maxLength(1000)),
  }),
  output: v.strictObject({
    found: v.array(FoundIn),
    total: Count,
    elsewhere: v.array(FoundIn),
    complete: v.boolean(),
  }),
  errors: PLACE_ERRORS,
});

const OutlineEntry = v.variant('kind', [
  v.strictObject({ kind: v.literal('question'), messageId: MessageId, text: v.string() }),
  /** `level` is 1 to 6; `index` counts the headings of its message. */
  v.strictObject({
    kind: v.literal('heading'),
    messageId: MessageId,
    text: v.string(),
    level: v.pipe(Count, v.minValue(1), v.maxValue(6)),
    index: Count,
  }),
]);
export type OutlineEntry = v.InferOutput<typeof OutlineEntry>;

/** The user's messages and the headings of answers on the branch that ends with `leafId`. */
export const outlineConversation = call('conversations.outline', {
  input: v.strictObject({ conversationId: ConversationId, leafId: MessageId }),
  output: v.strictObject({ entries: v.array(OutlineEntry), complete: v.boolean() }),
  errors: PLACE_ERRORS,
});

const Version = v.strictObject({
  messageId: MessageId,
  role: Role,
  /** The beginning of the text. */
  excerpt: v.string(),
  /** How many of the listed messages are above it. */
  depth: Count,
  /** Its number among its siblings, from 1. */
  number: v.pipe(Count, v.minValue(1)),
  /** Messages below it, on all branches. */
  below: Count,
  /** Whether it is on the open branch. */
  open: v.boolean(),
});
export type Version = v.InferOutput<typeof Version>;

/** Messages that have siblings, each followed by those below it: a map of the branches. */
export const listVersions = call('conversations.versions', {
  input: v.strictObject({ conversationId: ConversationId }),
  output: v.strictObject({ versions: v.array(Version), complete: v.boolean() }),
  errors: [...HISTORY_ERRORS, 'conversation-unknown'],
});
