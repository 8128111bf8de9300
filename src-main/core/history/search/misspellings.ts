import type { ReadableDB } from '../database.ts';
import { CLOSENESS, trigramsOf, type WordForms } from './word-forms.ts';

/** Words with the same beginning, in the order of the vocabulary. */
const BY_BEGINNING = `
  SELECT word FROM vocabulary WHERE word > ? AND word < ? AND length(word) BETWEEN ? AND ? LIMIT ?`;

const BY_PARTS = `
  SELECT v.word FROM vocabulary_parts p CROSS JOIN vocabulary v ON v.key = p.rowid
  WHERE vocabulary_parts MATCH ? AND length(v.word) BETWEEN ? AND ? LIMIT ?`;

/** A shorter word is one typing error away from too many others. */
const SHORTEST_MISSPELT = 5;

/** How many letters count as the beginning; if the error may be there, words with the same rest are searched for. */
const BEGINNING = 2;
/** More words than begin with any pair of letters among a million; each takes a microsecond. */
const MOST_CANDIDATES = 20_000;
/** Each of these takes three microseconds. */
const MOST_WITH_PARTS = 5000;

/**
 * Words of the vocabulary that differ from the typed one by a typing error: one letter in a short word, two in a long
 * one.
 */
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

/**
 * The part of the word that stays intact when one error is in the beginning: the rest, or half of it if a second error
 * may be there.
 */
function partsLeftBy(word: string, slips: number): string {
  const rest = word.slice(BEGINNING);
  if (slips === 1) return trigramsOf(rest);
  const half = rest.length >> 1;
  return `(${trigramsOf(rest.slice(0, half))}) OR (${trigramsOf(rest.slice(half))})`;
}

/**
 * How many letters must be inserted, removed, changed, or swapped with a neighbour to turn one word into the other;
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
