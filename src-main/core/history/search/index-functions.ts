import type Sqlite from 'better-sqlite3';
import { lemmasOf } from './finnish/lemmas.ts';
import { bareFormOf, wordsOf } from './words.ts';

/** Words of the vocabulary: letters only, and no longer than the longest compounds that people write. */
const VOCABULARY_WORD = /^\p{L}{2,40}$/u;

/** What the full-text index holds of a text: its words in order, with a space between. */
export function searchWords(text: string): string {
  return wordsOf(text)
    .map((word) => word.form)
    .join(' ');
}

/** The different words of a text that enter the vocabulary. */
export function searchVocabulary(text: string): string[] {
  return [...new Set(wordsOf(text).map((word) => word.form))].filter((form) => VOCABULARY_WORD.test(form));
}

/** What a word is found by: its lemmas without diacritics, a verb's stem marked the same whatever form it came from. */
export function searchLemmas(word: string): string[] {
  const keys = new Set<string>();
  for (const lemma of lemmasOf(word)) keys.add(bareFormOf(lemma.replace(/=$/, '-')));
  return [...keys];
}

/** Gives a connection the functions that the triggers of the index call. They must be there before any write. */
export function defineIndexFunctions(connection: Sqlite.Database): void {
  const define = (name: string, read: (text: string) => string): void => {
    connection.function(name, { deterministic: true }, (text: unknown) => read(String(text)));
  };
  define('search_words', searchWords);
  define('search_vocabulary', (text) => JSON.stringify(searchVocabulary(text)));
  define('search_lemmas', (word) => JSON.stringify(searchLemmas(word)));
  define('search_bare', bareFormOf);
}
