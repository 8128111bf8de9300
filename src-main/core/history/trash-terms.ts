import { SarviError } from '#contract/errors';
import { TRASH_DAYS } from '#contract/folders';
import { because } from '#contract/reasons';

/** How long the trash keeps its content. */
export const TRASH_MS = TRASH_DAYS * 24 * 60 * 60 * 1000;
/**
 * The time of removal of deleted content. Its rows and index entries are removed step by step in the background
 * (sweep.ts); nothing finds them meanwhile.
 */
export const GONE = 0;

/** Where a page of the trash begins: a time and the key of a row. */
export function placeOf(cursor: string | undefined): [number, number] {
  if (cursor === undefined) return [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  const parts = /^(\d{1,16})\.(\d{1,16})$/.exec(cursor);
  if (parts === null)
    throw new SarviError('invalid-input', { reason: because('unknown-page', { cursor: cursor.slice(0, 100) }) });
  return [Number(parts[1]), Number(parts[2])];
}
