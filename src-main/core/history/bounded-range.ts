import { MOST_ANSWER_BYTES } from './bounds.ts';
import type { ReadableDB } from './database.ts';

/** A part of a branch, by positions in its list of keys. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The size of each message in an answer, without reading its text. */
const SIZES = `
  SELECT octet_length(m.text) + ifnull(octet_length(m.asides), 0) + ifnull(octet_length(m.generation), 0) AS size
  FROM json_each(?) AS wanted CROSS JOIN messages m ON m.key = wanted.value`;

/**
 * The part of a range around one position that is small enough for one answer; at least that position. The page asks
 * for the rest next.
 */
export function boundedRange(database: ReadableDB, keys: readonly number[], range: Range, place: number): Range {
  if (range.end <= range.start) return range;
  const wanted = JSON.stringify(keys.slice(range.start, range.end));
  const sizes = database.rows<{ size: number }>(SIZES, wanted).map(({ size }) => size);
  const sizeAt = (index: number): number => sizes[index - range.start] ?? 0;
  let [start, end] = [place, place + 1];
  let room = MOST_ANSWER_BYTES - sizeAt(place);
  for (;;) {
    const takesLater = end < range.end && sizeAt(end) <= room;
    if (takesLater) room -= sizeAt(end++);
    const takesEarlier = start > range.start && sizeAt(start - 1) <= room;
    if (takesEarlier) room -= sizeAt(--start);
    if (!takesLater && !takesEarlier) return { start, end };
  }
}
