import type { ReadableDB } from '../database.ts';
import { CLOSENESS, trigramsOf, type WordForms } from './word-forms.ts';

/** The best candidates of the trigram index: those that share the most letters with what was typed. */
const NEAREST_BY_TRIGRAMS = `
  SELECT v.word FROM vocabulary_parts p CROSS JOIN vocabulary v ON v.key = p.rowid
  WHERE vocabulary_parts MATCH ? AND length(v.word) BETWEEN ? AND ?
  ORDER BY abs(length(v.word) - ?) LIMIT 3000`;

/** A shorter word is a slip away from too many others. */
const SHORTEST_MISSPELT = 5;

/** The words of the vocabulary that differ from the typed one by a slip: one letter in a short word, two in a long. */
export function misspellingsOf(database: ReadableDB, word: string): WordForms {
  const slips = word.length >= 8 ? 2 : 1;
  if (word.length < SHORTEST_MISSPELT || !/^\p{L}+$/u.test(word)) return new Map();
  const rows = database.rows<{ word: string }>(
    NEAREST_BY_TRIGRAMS,
    trigramsOf(word, 'OR'),
    word.length - slips,
    word.length + slips,
    word.length,
  );
  const found = rows
    .map((row) => ({ word: row.word, distance: editDistance(word, row.word, slips) }))
    .filter(({ distance }) => distance <= slips)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 20);
  return new Map(found.map((row) => [row.word, CLOSENESS.misspelt]));
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
