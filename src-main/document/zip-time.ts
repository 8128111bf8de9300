/** A ZIP file can only tell times of these years. */
const EARLIEST_MS = Date.UTC(1980, 0, 2);
const LATEST_MS = Date.UTC(2099, 0, 1);

/** The time of every entry of a file that is made now. */
export function zipTime(nowMs: number): { readonly mtime: Date } {
  return { mtime: new Date(Math.min(LATEST_MS, Math.max(EARLIEST_MS, nowMs))) };
}
