import type Sqlite from 'better-sqlite3';
import { lemmasOf } from './finnish/lemmas.ts';
import { bareFormOf, wordsOf } from './words.ts';

/** Words of the vocabulary: letters only, and no longer than the longest compounds in use. */
const VOCABULARY_WORD = /^\p{L}{2,40}$/u;

/** The text as the full-text index stores it: its words in order, separated by spaces. */
export function searchWords(text: string): string {
  return wordsOf(text)
    .map((word) => word.form)
    .join(' ');
}

/** The different words of a text that enter the vocabulary. */
export function searchVocabulary(text: string): string[] {
  return [...new Set(wordsOf(text).map((word) => word.form))].filter((form) => VOCABULARY_WORD.test(form));
}

/** The lemmas that find a word, without diacritics; a verb's stem has the same mark for all of its forms. */
export function searchLemmas(word: string): string[] {
  const keys = new Set<string>();
  for (const lemma of lemmasOf(word)) keys.add(bareFormOf(lemma.replace(/=$/, '-')));
  return [...keys];
}

/** Defines the functions that the triggers of the index call. They are needed before any write. */
export function defineIndexFunctions(connection: Sqlite.Database): void {
  const define = (name: string, read: (text: string) => string): void => {
    connection.function(name, { deterministic: true }, (text: unknown) => read(String(text)));
  };
  define('search_words', searchWords);
  define('search_vocabulary', (text) => JSON.stringify(searchVocabulary(text)));
  define('search_lemmas', (word) => JSON.stringify(searchLemmas(word)));
  define('search_bare', bareFormOf);
}
