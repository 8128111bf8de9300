import type { ReadableDB } from '../database.ts';
import { isCompoundWith } from './finnish/compounds.ts';
import { strengthen, weaken } from './finnish/gradation.ts';
import { isKnownNoun, knownWordsOf } from './finnish/known-words.ts';
import { lemmasOf, shareLemma } from './finnish/lemmas.ts';
import { areFormsOfOne } from './finnish/same-word.ts';
import { searchLemmas } from './index-functions.ts';
import { bareFormOf } from './words.ts';

/** Words of the vocabulary that a typed word stands for, each with its closeness; 1 is the word itself. */
export type WordForms = ReadonlyMap<string, number>;

/** How similar a found word is to the typed one. */
export const CLOSENESS = {
  same: 1,
  beginning: 0.8,
  inflected: 0.7,
  compound: 0.55,
  /** Without its diacritics it is the typed word, or a form of it. */
  bare: 0.5,
  bareInflected: 0.4,
  misspelt: 0.25,
} as const;

/** A search for more words would take longer and find nothing that a reader needs. */
export const MOST_FORMS = 150;
const MOST_INFLECTED = 60;
const MOST_PARTS = 2000;
const MOST_BARE_BEGINNINGS = 100;

const BY_LEMMA = `
  SELECT DISTINCT v.word FROM json_each(?) wanted
  CROSS JOIN word_lemmas l ON l.lemma = wanted.value
  CROSS JOIN vocabulary v ON v.key = l.word_key`;

const BY_BARE_BEGINNING = 'SELECT word FROM vocabulary WHERE bare >= ? AND bare < ? AND bare <> word LIMIT ?';

const BY_PART = `
  SELECT v.word FROM vocabulary_parts p CROSS JOIN vocabulary v ON v.key = p.rowid
  WHERE vocabulary_parts MATCH ? LIMIT ?`;

const BY_BEGINNING = 'SELECT word FROM vocabulary WHERE word > ? AND word < ? LIMIT ?';

/** The one noun of two letters, after the possible ends of a first part. */
const BEFORE_YÖ = [...'aeiouyäönrs'].map((letter) => `"${letter}yö"`).join(' OR ');

const IS_WORD = 'SELECT 1 FROM vocabulary WHERE word = ?';

const ATTESTED = 'SELECT v.word FROM json_each(?) wanted CROSS JOIN vocabulary v ON v.word = wanted.value';

/** The word, and the forms of it that texts have. */
export function inflectedForms(database: ReadableDB, word: string): WordForms {
  const forms = new Map<string, number>([[word, CLOSENESS.same]]);
  for (const form of words(database, BY_LEMMA, JSON.stringify(searchLemmas(word)))) {
    const closeness = inflectionCloseness(word, form);
    if (closeness > (forms.get(form) ?? 0)) forms.set(form, closeness);
  }
  return closestOf(forms, MOST_INFLECTED);
}

/** Letters at the beginning that inflection keeps, but for diacritics that were not typed. */
const KEPT_LETTERS = 2;

/** The forms of the word among `found` words of a text that is in no index. */
export function formsAmong(word: string, found: ReadonlySet<string>): WordForms {
  const beginning = bareFormOf(word).slice(0, KEPT_LETTERS);
  const forms = new Map<string, number>();
  for (const form of found) {
    if (form === word || !bareFormOf(form).startsWith(beginning)) continue;
    const closeness = inflectionCloseness(word, form);
    if (closeness > 0) forms.set(form, closeness);
  }
  return forms;
}

/**
 * `forms` of the word, and compounds with it. With `prefix`, also words whose beginning is the word without diacritics.
 * At most `most` are kept, but all of `forms`.
 */
export function widerForms(
  database: ReadableDB,
  word: string,
  forms: WordForms,
  { prefix, most }: { prefix: boolean; most: number },
): WordForms {
  const wider = new Map(forms);
  const kept = Math.max(most, forms.size);
  const add = (form: string, closeness: number): void => {
    if (!wider.has(form)) wider.set(form, closeness);
  };
  const isWord = (tail: string): boolean => database.row(IS_WORD, tail) !== undefined;
  // Compounds consist of nouns.
  const isVerb = knownWordsOf(word).size > 0 && !isKnownNoun(word);
  if (word.length >= 3 && !isVerb) {
    const parts = partsToLookFor(database, word, forms);
    const candidates = new Set([...parts].flatMap((part) => words(database, BY_PART, trigramsOf(part), MOST_PARTS)));
    // Judging a word is slow. Of equally close forms the shortest are kept, so the shortest are judged first.
    let closer = [...wider.values()].filter((closeness) => closeness >= CLOSENESS.compound).length;
    for (const form of [...candidates].sort((a, b) => a.length - b.length)) {
      if (closer >= kept) break;
      if (wider.has(form) || !isCompoundWith(word, parts, form, isWord)) continue;
      add(form, CLOSENESS.compound);
      closer += 1;
    }
  }
  if (word === 'yö') {
    const found = [
      ...words(database, BY_BEGINNING, word, `${word}\u{10ffff}`, MOST_PARTS),
      ...words(database, BY_PART, BEFORE_YÖ, MOST_PARTS),
    ];
    const parts = new Set([word]);
    for (const form of found) if (isCompoundWith(word, parts, form, isWord)) add(form, CLOSENESS.compound);
  }
  if (prefix && bareFormOf(word) === word) {
    for (const form of words(database, BY_BARE_BEGINNING, word, `${word}\u{10ffff}`, MOST_BARE_BEGINNINGS)) {
      add(form, CLOSENESS.bareInflected);
    }
  }
  return closestOf(wider, kept);
}

/** The most similar forms, and of those the shortest. */
function closestOf(forms: ReadonlyMap<string, number>, most: number): WordForms {
  const closest = [...forms].sort(([a, one], [b, other]) => other - one || a.length - b.length);
  return new Map(closest.slice(0, most));
}

/** 0 when the words are only similar without diacritics, and diacritics were typed. */
function inflectionCloseness(word: string, form: string): number {
  if (areFormsOfOne(word, form)) return CLOSENESS.inflected;
  // A user who types a known word without diacritics means that word.
  if (bareFormOf(word) !== word || knownWordsOf(word).size > 0) return 0;
  const bareForm = bareFormOf(form);
  if (bareForm === word) return form === word ? 0 : CLOSENESS.bare;
  // A form without diacritics was already compared.
  if (bareForm === form) return 0;
  const lemmas = lemmasOf(word);
  return shareLemma(lemmas, lemmasOf(bareForm)) || shareLemma(lemmas, bareLemmas(form)) ? CLOSENESS.bareInflected : 0;
}

function bareLemmas(form: string): Set<string> {
  return new Set([...lemmasOf(form)].map(bareFormOf));
}

/**
 * Beginnings that all forms of the word share, for finding compounds: of the word itself, and of the words that it may
 * be a form of, if texts have them. Endings change only the last letters; where a grade changes letters before them,
 * the forms in texts show it (katu, kadulla).
 */
function partsToLookFor(database: ReadableDB, word: string, forms: WordForms): Set<string> {
  const parts = new Set<string>();
  for (const lemma of [word, ...words(database, ATTESTED, JSON.stringify([...lemmasOf(word)]))]) {
    const kept = lemma.endsWith('nen') ? lemma.length - 3 : lemma.length - 2;
    for (const stem of [lemma, ...otherGrades(lemma)]) {
      const part = stem.slice(0, Math.max(3, kept));
      if (/^\p{L}{3,}$/u.test(part)) parts.add(part);
    }
  }
  const shortest = Math.min(...[...parts].map((part) => part.length));
  for (const [form, closeness] of forms) {
    if (closeness === CLOSENESS.inflected && form.length > shortest) parts.add(form.slice(0, shortest));
  }
  // Of two with the same beginning, the shorter one finds everything that the longer one finds.
  return new Set([...parts].filter((part) => ![...parts].some((other) => other !== part && part.startsWith(other))));
}

/** The beginnings of forms in which the consonants before the last vowel change: kadu- of katu, renka- of rengas. */
function otherGrades(lemma: string): string[] {
  const cut = lemma.slice(0, -1);
  // lapsi, lasten
  if (lemma === 'lapsi') return ['laste'];
  if (/[aeiouyäö]si$/u.test(lemma)) return [`${lemma.slice(0, -2)}te`, `${lemma.slice(0, -2)}de`];
  if (/[aeiouyäö]s$/u.test(lemma)) return strengthen(cut);
  if (lemma.endsWith('e')) return strengthen(lemma);
  return [...weaken(lemma), ...(lemma.endsWith('ki') ? weaken(`${cut}e`) : [])];
}

/** A part in the syntax of the trigram index, which stores three letters at a time. */
export function trigramsOf(part: string): string {
  const letters = [...part];
  return letters
    .slice(0, -2)
    .map((_, index) => `"${letters.slice(index, index + 3).join('')}"`)
    .join(' AND ');
}

function words(database: ReadableDB, sql: string, ...parameters: (string | number)[]): string[] {
  return database.rows<{ word: string }>(sql, ...parameters).map(({ word }) => word);
}
