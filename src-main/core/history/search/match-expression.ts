import type { SearchQuery, Term } from './parse-query.ts';
import { bareFormOf } from './words.ts';

/**
 * How far a search may go from what was typed, strongest first: `exact` forms only, or also words whose diacritics
 * were not typed (`bare`). Each breadth finds all that the ones before it do.
 */
export const BREADTHS = ['exact', 'bare'] as const;
export type Breadth = (typeof BREADTHS)[number];

/**
 * The query in the language of FTS5. Only words go in, and words hold letters, marks and digits alone, so none can
 * end its quotes.
 */
export function matchExpression(query: SearchQuery, breadth: Breadth): string {
  const required = query.required.map((term) => alternatives(term, breadth)).join(' AND ');
  const excluded = query.excluded.map((term) => `NOT ${alternatives(term, 'exact')}`);
  return [`(${required})`, ...excluded].join(' ');
}

/** The form that a word without diacritics is also looked for under; null when the term allows none. */
export function bareWordOf(term: Term): string | null {
  const [word] = term.words;
  if (term.literal || term.words.length !== 1 || word === undefined) return null;
  return bareFormOf(word) === word ? word : null;
}

function alternatives(term: Term, breadth: Breadth): string {
  const star = term.prefix ? ' *' : '';
  const found = [`words : "${term.words.join(' ')}"${star}`];
  const bare = breadth === 'exact' ? null : bareWordOf(term);
  if (bare !== null) found.push(`bare : "${bare}"${star}`);
  return `(${found.join(' OR ')})`;
}
