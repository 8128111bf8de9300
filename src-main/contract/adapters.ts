/** LoRA adapters of the library, and the adapters of a conversation. */
import * as v from 'valibot';
import { Lineage } from './lineages.ts';

/** Digest of the adapter's file, so that an adapter has the same id when it is imported again. */
export const AdapterId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
export type AdapterId = string;

export const AdapterName = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(200));

/** One adapter of the library. */
export const Adapter = v.strictObject({
  id: AdapterId,
  name: v.string(),
  /** Milliseconds since 1970, UTC. */
  addedAt: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Size of the file. */
  sizeBytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** The model that it was made for, if the file says so; only shown. */
  baseModel: v.nullable(v.string()),
  /** The largest rank of its matrices. */
  rank: v.pipe(v.number(), v.integer(), v.minValue(1)),
  alpha: v.number(),
  /** False when the file is missing or has changed. */
  available: v.boolean(),
  /** How it was trained, if its folder told that; its parent is the model that it belongs to. */
  lineage: v.optional(Lineage),
});
export type Adapter = v.InferOutput<typeof Adapter>;

/** No adapter is useful above it; a negative factor removes what the adapter has learnt. */
export const MOST_ADAPTER_SCALE = 4;
export const DEFAULT_ADAPTER_SCALE = 1;
/** The factor with which the adapter is applied. */
export const AdapterScale = v.pipe(v.number(), v.minValue(-MOST_ADAPTER_SCALE), v.maxValue(MOST_ADAPTER_SCALE));

/** Each adapter costs time for every token. */
export const MOST_ADAPTERS = 4;

/** An adapter of a conversation. */
export const AdapterChoice = v.strictObject({
  adapterId: AdapterId,
  /** Kept, so that the name is known after the adapter is removed. */
  name: v.string(),
  scale: AdapterScale,
});
export type AdapterChoice = v.InferOutput<typeof AdapterChoice>;

/** All adapters that a conversation should have, in any order; none may come twice. */
export const RequestedAdapters = v.pipe(
  v.array(v.strictObject({ adapterId: AdapterId, scale: v.optional(AdapterScale, DEFAULT_ADAPTER_SCALE) })),
  v.maxLength(MOST_ADAPTERS),
  v.check((all) => new Set(all.map(({ adapterId }) => adapterId)).size === all.length, 'an adapter comes twice'),
);
export type RequestedAdapters = v.InferOutput<typeof RequestedAdapters>;
