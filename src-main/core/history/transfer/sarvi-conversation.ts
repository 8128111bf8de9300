/**
 * One conversation in Sarvi's own JSON, as docs/history-format.md describes it: everything that the history keeps of
 * it, its whole tree included.
 */
import * as v from 'valibot';
import { AdapterId, AdapterName, AdapterScale, MOST_ADAPTERS } from '#contract/adapters';
import { Aside } from '#contract/asides';
import { ErrorReport } from '#contract/errors';
import { GenerationRecord, StopReason } from '#contract/generation-record';
import { Role, Thumb } from '#contract/messages';
import { TimestampMs } from '#contract/primitives';
import { Sampling } from '#contract/sampling';

export const SARVI_FORMAT = 'sarvi-history';
/** Raised by a change that an older reader would misread; fields that it may ignore come without one. */
export const SARVI_FORMAT_VERSION = 1;

const Time = v.nullable(v.number());

export const SarviMessage = v.object({
  id: v.string(),
  /** Null for a first message. Parents come before their children, siblings in order of age. */
  parentId: v.nullable(v.string()),
  role: Role,
  text: v.string(),
  /** Not in files of before: there, thinking stands in the text. */
  asides: v.optional(v.array(Aside)),
  thumb: v.optional(Thumb),
  bookmarkedAt: v.optional(TimestampMs),
  createdAt: Time,
  stopReason: v.optional(v.nullable(StopReason), null),
  error: v.optional(v.nullable(ErrorReport), null),
  generation: v.optional(v.nullable(GenerationRecord), null),
});
export type SarviMessage = v.InferOutput<typeof SarviMessage>;

const Adapters = v.pipe(
  v.array(v.object({ adapterId: AdapterId, name: AdapterName, scale: AdapterScale })),
  v.maxLength(MOST_ADAPTERS),
  v.check((all) => new Set(all.map(({ adapterId }) => adapterId)).size === all.length, 'an adapter comes twice'),
);

export const SarviConversation = v.object({
  id: v.string(),
  title: v.string(),
  titleSource: v.optional(v.picklist(['none', 'automatic', 'user']), 'automatic'),
  systemPrompt: v.optional(v.string(), ''),
  modelId: v.optional(v.nullable(v.string()), null),
  modelName: v.optional(v.nullable(v.string()), null),
  sampling: v.optional(Sampling, {}),
  adapters: v.optional(Adapters, []),
  pinned: v.optional(v.boolean(), false),
  archived: v.optional(v.boolean(), false),
  folder: v.optional(v.nullable(v.string()), null),
  tags: v.optional(v.array(v.object({ name: v.string(), colour: v.pipe(v.number(), v.integer(), v.minValue(0)) })), []),
  createdAt: Time,
  updatedAt: Time,
  activeMessageId: v.nullable(v.string()),
  messages: v.array(SarviMessage),
});
export type SarviConversation = v.InferOutput<typeof SarviConversation>;
