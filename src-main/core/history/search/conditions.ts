import type { ReadableDB } from '../database.ts';
import { indexedBeginnings } from './beginnings.ts';
import { knownWordsOf } from './finnish/known-words.ts';
import type { ThrowIfCancelled } from './throw-if-cancelled.ts';
import { misspellingsOf } from './misspellings.ts';
import type { SearchQuery, Term } from './parse-query.ts';
import { CLOSENESS, formsAmong, inflectedForms, MOST_FORMS, widerForms, type WordForms } from './word-forms.ts';
import type { Word } from './words.ts';

/** A term and, for a single word, the words of texts that match it. */
export interface Condition {
  readonly term: Term;
  readonly forms: WordForms;
  /** For a single word that may continue: beginnings of words in the index. */
  readonly beginnings: readonly string[];
}

export interface Conditions {
  readonly required: readonly Condition[];
  readonly excluded: readonly Condition[];
}

/** The query with every form that its words have in this history. */
export function conditionsOf(
  database: ReadableDB,
  query: SearchQuery,
  throwIfCancelled: ThrowIfCancelled = () => {},
): Conditions {
  const conditionOf = (term: Term): Condition => {
    throwIfCancelled();
    return { term, forms: wordsMeant(database, term), beginnings: beginningsOf(database, term) };
  };
  return {
    required: query.required.map(conditionOf),
    excluded: query.excluded.map(conditionOf).map(withoutLikenesses),
  };
}

/** An excluded word excludes its forms too, but not words that only resemble it. */
function withoutLikenesses(condition: Condition): Condition {
  const forms = [...condition.forms].filter(([, closeness]) => closeness >= CLOSENESS.inflected);
  return { ...condition, forms: new Map(forms) };
}

/** The same conditions with words that contain the typed ones. */
export function widened(
  database: ReadableDB,
  { required, excluded }: Conditions,
  throwIfCancelled: ThrowIfCancelled,
): Conditions {
  const most = MOST_FORMS / required.length;
  const wider = required.map((condition): Condition => {
    throwIfCancelled();
    const word = singleWord(condition.term);
    if (word === null) return condition;
    return {
      ...condition,
      forms: widerForms(database, word, condition.forms, { prefix: condition.term.prefix, most }),
    };
  });
  return { required: wider, excluded };
}

/** The same conditions with the forms that the words of a text have, which are in no index. */
export function withFormsOf(words: readonly Word[], { required, excluded }: Conditions): Conditions {
  const found = new Set(words.map(({ form }) => form));
  const withForms = (condition: Condition): Condition => {
    const word = singleWord(condition.term);
    return word === null
      ? condition
      : { ...condition, forms: new Map([...formsAmong(word, found), ...condition.forms]) };
  };
  return { required: required.map(withForms), excluded: excluded.map(withForms).map(withoutLikenesses) };
}

/**
 * The same conditions with likely corrections of words that neither a text nor Finnish has; null when none changes.
 * Only for a search that found nothing.
 */
export function forgiving(database: ReadableDB, conditions: Conditions): Conditions | null {
  let changed = false;
  const required = conditions.required.map((condition): Condition => {
    const word = singleWord(condition.term);
    if (word === null || knownWordsOf(word).size > 0 || isAttested(database, word, condition)) return condition;
    const meant = misspellingsOf(database, word);
    if (meant.size === 0) return condition;
    changed = true;
    return { ...condition, forms: new Map([...meant, ...condition.forms]) };
  });
  return changed ? { required, excluded: conditions.excluded } : null;
}

/** Whether any text has the word, or a form of it. */
function isAttested(database: ReadableDB, word: string, { term, forms }: Condition): boolean {
  for (const [form, closeness] of forms) if (form !== word && closeness >= CLOSENESS.inflected) return true;
  const end = term.prefix ? `${word}\u{10ffff}` : word;
  return database.row('SELECT 1 FROM vocabulary WHERE word BETWEEN ? AND ? LIMIT 1', word, end) !== undefined;
}

function beginningsOf(database: ReadableDB, { prefix, words }: Term): string[] {
  const [word] = words;
  return prefix && words.length === 1 && word !== undefined ? indexedBeginnings(database, word) : [];
}

function wordsMeant(database: ReadableDB, term: Term): WordForms {
  const word = singleWord(term);
  return word === null ? new Map() : inflectedForms(database, word);
}

function singleWord(term: Term): string | null {
  const [word] = term.words;
  return term.literal || term.words.length !== 1 || word === undefined ? null : word;
}
