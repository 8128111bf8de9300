import { lemmasOf } from './lemmas.ts';
import { NOUNS } from './nouns.ts';
import { mayBecome } from './regular-forms.ts';
import { verbStemsOf } from './verb-stems.ts';
import { VERBS } from './verbs.ts';

/** Nouns that are just as often forms of another word: luuta of luu, tuli of tulla. */
const AMBIGUOUS: ReadonlySet<string> = new Set(
  'alusta hirveä kertoja keskusta lempeä luuta muisti oppi paisti tuki tuli tyven voi vuota'.split(' '),
);

/** The nouns of `nouns.ts` and verbs of `verbs.ts` that a word may be a form of. */
export function knownWordsOf(word: string): ReadonlySet<string> {
  // Taking a word apart is slow, and most parts of words begin like no known word.
  if (!BEGINNINGS.has(word.slice(0, 2))) return NONE;
  let known = remembered.get(word);
  if (known === undefined) {
    known = readKnownWords(word);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(word, known);
  }
  return known;
}

/**
 * Endings and grades change the first two letters only in the shortest words, and then to pairs that are listed here.
 */
const BEGINNINGS: ReadonlySet<string> = new Set([...NOUNS, ...VERBS].map((word) => word.slice(0, 2)));
const NONE: ReadonlySet<string> = new Set();

/** As many as for lemmas. */
const MOST_REMEMBERED = 20_000;
const remembered = new Map<string, ReadonlySet<string>>();

/** Whether the word is in one of the lists. */
export function isKnown(word: string): boolean {
  return NOUNS.has(word) || infinitives().has(word);
}

export function isKnownNoun(form: string): boolean {
  for (const word of knownWordsOf(form)) if (NOUNS.has(word)) return true;
  return false;
}

function readKnownWords(word: string): Set<string> {
  const known = new Set<string>();
  if (NOUNS.has(word)) {
    known.add(word);
    // A word that is in a dictionary is seldom a form of another word: haitta is not hai-tta.
    if (!AMBIGUOUS.has(word)) return known;
  }
  for (const lemma of lemmasOf(word)) {
    if (/[-=]$/.test(lemma)) for (const verb of verbsByStem().get(lemma.slice(0, -1)) ?? []) known.add(verb);
    else if (NOUNS.has(lemma) && mayBecome(lemma, word)) known.add(lemma);
  }
  return known;
}

let stems: Map<string, string[]> | null = null;

function verbsByStem(): ReadonlyMap<string, readonly string[]> {
  if (stems !== null) return stems;
  stems = new Map();
  for (const verb of VERBS) {
    for (const stem of verbStemsOf(verb)) {
      if (!stem.endsWith('-')) continue;
      const bare = stem.slice(0, -1);
      stems.set(bare, [...(stems.get(bare) ?? []), verb]);
    }
  }
  return stems;
}

let known: ReadonlySet<string> | null = null;

function infinitives(): ReadonlySet<string> {
  return (known ??= new Set(VERBS));
}
