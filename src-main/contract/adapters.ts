/** LoRA adapters of the library, and which of them a conversation's model takes on. */
import * as v from 'valibot';

/** Digest of the adapter's file: the same adapter has the same id, also when it is imported again. */
export const AdapterId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
export type AdapterId = string;

export const AdapterName = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(200));

/** One adapter of the library. */
export const Adapter = v.strictObject({
  id: AdapterId,
  name: v.string(),
  /** Milliseconds since 1970, UTC. */
  addedAt: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Of the file. */
  sizeBytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** The model that it was made for, where the file says so; only ever shown. */
  baseModel: v.nullable(v.string()),
  /** The largest of its matrices. */
  rank: v.pipe(v.number(), v.integer(), v.minValue(1)),
  alpha: v.number(),
  /** False when the file has vanished or changed since. */
  available: v.boolean(),
});
export type Adapter = v.InferOutput<typeof Adapter>;

/** Beyond it no adapter makes sense; a negative one takes away what the adapter has learnt. */
export const MOST_ADAPTER_SCALE = 4;
export const DEFAULT_ADAPTER_SCALE = 1;
/** How many times over the model takes the adapter on. */
export const AdapterScale = v.pipe(v.number(), v.minValue(-MOST_ADAPTER_SCALE), v.maxValue(MOST_ADAPTER_SCALE));

/** Each costs time at every token. */
export const MOST_ADAPTERS = 4;

/** An adapter of a conversation. */
export const AdapterChoice = v.strictObject({
  adapterId: AdapterId,
  /** Kept here so that it can be told after the adapter is removed. */
  name: v.string(),
  scale: AdapterScale,
});
export type AdapterChoice = v.InferOutput<typeof AdapterChoice>;

/** All adapters that a conversation is to have; the order does not matter, and none may come twice. */
export const RequestedAdapters = v.pipe(
  v.array(v.strictObject({ adapterId: AdapterId, scale: v.optional(AdapterScale, DEFAULT_ADAPTER_SCALE) })),
  v.maxLength(MOST_ADAPTERS),
  v.check((all) => new Set(all.map(({ adapterId }) => adapterId)).size === all.length, 'an adapter comes twice'),
);
export type RequestedAdapters = v.InferOutput<typeof RequestedAdapters>;
