/** The local API: other programs of this computer that use the models. */
import * as v from 'valibot';
import { ErrorReport } from './errors.ts';
import { Count, JobId, TimestampMs } from './primitives.ts';

/** Below the ports of outgoing connections, and none that another model server has. */
export const DEFAULT_API_PORT = 17_276;
export const MOST_ORIGINS = 20;

export const ApiPort = v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(65_535));

/** The origin of a web page as browsers send it: `https://example.org`, `app://obsidian.md`. Never `null`. */
export const ApiOrigin = v.pipe(
  v.string(),
  v.maxLength(300),
  v.regex(/^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.-]+(?::\d{1,5})?$/, 'this is no origin of a page'),
);

/** A request of another program: counts and names, never words of it. */
const RequestFigures = {
  id: JobId,
  /** What the program calls itself. */
  client: v.string(),
  /** `chat/completions` and the like. */
  endpoint: v.string(),
  /** Empty while it is unknown. */
  modelName: v.string(),
  startedAt: TimestampMs,
  promptTokens: Count,
  generatedTokens: Count,
};

/** One that is being answered. */
export const ApiRequest = v.strictObject({
  ...RequestFigures,
  state: v.picklist(['waiting', 'reading', 'writing']),
  tokensPerSecond: v.nullable(v.number()),
});
export type ApiRequest = v.InferOutput<typeof ApiRequest>;

/** One that has ended. */
export const ApiLogLine = v.strictObject({
  ...RequestFigures,
  durationMs: v.number(),
  /** HTTP status; 499 when the program has gone before the end. */
  status: Count,
  /** The error in the terms of the API; null for none. */
  error: v.nullable(v.string()),
});
export type ApiLogLine = v.InferOutput<typeof ApiLogLine>;

export const ApiStatus = v.strictObject({
  /** `failed`: it is switched on and does not listen, see `error`. */
  state: v.picklist(['off', 'listening', 'failed']),
  error: v.nullable(ErrorReport),
  port: ApiPort,
  /** Whether a key was made; only its digest is kept. */
  hasKey: v.boolean(),
  /** The oldest first. */
  requests: v.array(ApiRequest),
  /** The newest first; in memory only. */
  log: v.array(ApiLogLine),
});
export type ApiStatus = v.InferOutput<typeof ApiStatus>;
