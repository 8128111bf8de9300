import type { ReadableDB } from '../database.ts';

/** Finds each pair of first letters in the vocabulary without reading the words in between. */
const FIRST_TWO_LETTERS = `
  WITH RECURSIVE beginnings (two) AS (
    SELECT (SELECT substr(word, 1, 2) FROM vocabulary WHERE word > :first AND word < :end ORDER BY word LIMIT 1)
    UNION ALL
    SELECT (
      SELECT substr(word, 1, 2) FROM vocabulary
      WHERE word > beginnings.two || :last AND word < :end ORDER BY word LIMIT 1
    )
    FROM beginnings WHERE beginnings.two IS NOT NULL
  )
  SELECT two FROM beginnings WHERE two IS NOT NULL LIMIT :most`;

/** More letters than any alphabet has; each adds one place in the index. */
const MOST_BEGINNINGS = 100;
const DIGITS = [...'0123456789'];

/**
 * The beginnings to ask the full-text index for: the given one, or its longer ones when it is a single letter. The
 * index keeps beginnings of two and three letters; for one letter it would collect every message with any such word.
 */
export function indexedBeginnings(database: ReadableDB, beginning: string): string[] {
  if ([...beginning].length > 1) return [beginning];
  const parameters = { first: beginning, last: LAST, end: beginning + LAST, most: MOST_BEGINNINGS };
  const attested = database.rows<{ two: string }>(FIRST_TWO_LETTERS, parameters).map(({ two }) => two);
  // The vocabulary has only words of letters.
  return [...attested, ...DIGITS.map((digit) => beginning + digit)];
}

/** Comes after every letter. */
const LAST = '\u{10ffff}';
