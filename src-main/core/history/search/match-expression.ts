import type { Condition, Conditions } from './conditions.ts';

/** How far a search goes from what was typed: the typed words alone, or all the words that they stand for. */
export type Breadth = 'exact' | 'wide';

/**
 * The conditions in the language of FTS5. Only words go in, and words hold letters, marks and digits alone, so none
 * can end its quotes.
 */
export function matchExpression(conditions: Conditions, breadth: Breadth): string {
  const required = conditions.required.map((condition) => alternatives(condition, breadth)).join(' AND ');
  const excluded = conditions.excluded.map((condition) => `NOT ${alternatives(condition, 'wide')}`);
  return [`(${required})`, ...excluded].join(' ');
}

function alternatives({ term, forms, beginnings }: Condition, breadth: Breadth): string {
  const typed = term.words.join(' ');
  const found = [`"${typed}"${term.prefix && term.words.length > 1 ? ' *' : ''}`];
  for (const beginning of beginnings) found.push(`"${beginning}" *`);
  if (breadth === 'wide') for (const form of forms.keys()) if (form !== typed) found.push(`"${form}"`);
  return `(${found.join(' OR ')})`;
}
