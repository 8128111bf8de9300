import type { ReadableDB } from '../database.ts';
import { CLOSENESS, trigramsOf, type WordForms } from './word-forms.ts';

/** Words that begin just as what was typed: a walk along the vocabulary's own order. */
const BY_BEGINNING = `
  SELECT word FROM vocabulary WHERE word > ? AND word < ? AND length(word) BETWEEN ? AND ? LIMIT ?`;

const BY_PARTS = `
  SELECT v.word FROM vocabulary_parts p CROSS JOIN vocabulary v ON v.key = p.rowid
  WHERE vocabulary_parts MATCH ? AND length(v.word) BETWEEN ? AND ? LIMIT ?`;

/** A shorter word is a slip away from too many others. */
const SHORTEST_MISSPELT = 5;

/** Where a slip may have been at the beginning, the rest is looked for. */
const BEGINNING = 2;
/** More than a pair of letters begins among a million words; each costs a microsecond. */
const MOST_CANDIDATES = 20_000;
/** Each of these costs three. */
const MOST_WITH_PARTS = 5000;

/** The words of the vocabulary that differ from the typed one by a slip: one letter in a short word, two in a long. */
export function misspellingsOf(database: ReadableDB, word: string): WordForms {
  const slips = word.length >= 8 ? 2 : 1;
  if (word.length < SHORTEST_MISSPELT || !/^\p{L}+$/u.test(word)) return new Map();
  const beginning = word.slice(0, BEGINNING);
  const lengths = [word.length - slips, word.length + slips] as const;
  const rows = [
    ...database.rows<{ word: string }>(BY_BEGINNING, beginning, `${beginning}\u{10ffff}`, ...lengths, MOST_CANDIDATES),
    ...database.rows<{ word: string }>(BY_PARTS, partsLeftBy(word, slips), ...lengths, MOST_WITH_PARTS),
  ];
  const found = [...new Set(rows.map((row) => row.word))]
    .map((other) => ({ word: other, distance: editDistance(word, other, slips) }))
    .filter(({ distance }) => distance <= slips)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 20);
  return new Map(found.map((row) => [row.word, CLOSENESS.misspelt]));
}

/** When one slip is in the beginning, the rest is whole; with another slip somewhere in the rest, a half of it is. */
function partsLeftBy(word: string, slips: number): string {
  const rest = word.slice(BEGINNING);
  if (slips === 1) return trigramsOf(rest);
  const half = rest.length >> 1;
  return `(${trigramsOf(rest.slice(0, half))}) OR (${trigramsOf(rest.slice(half))})`;
}

/**
 * How many letters must be put in, left out, changed, or swapped with their neighbour to make one word of the other;
 * `limit + 1` when it is more than `limit`.
 */
export function editDistance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const change = one[row - 1] === other[column - 1] ? 0 : 1;
      let cost = Math.min(
        (last[column] ?? Infinity) + 1,
        (current[column - 1] ?? Infinity) + 1,
        (last[column - 1] ?? Infinity) + change,
      );
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? Infinity) + 1);
      }
      current.push(cost);
    }
    if (Math.min(...current) > limit) return limit + 1;
    [beforeLast, last] = [last, current];
  }
  return last[other.length] ?? limit + 1;
}
