import { nounLemmasOf } from './noun-lemmas.ts';
import { verbStemsOf } from './verb-stems.ts';

/** Letters and sequences that Finnish words do not have; such a word is only inflected as an English one. */
const FOREIGN = /[wxqzcšž]|th|sh|gh|ph|^[bdfgjklmnpqrstvwz]{3}/u;

/**
 * Everything that a word may be a form of, in Finnish and English: base forms of nouns and adjectives, stems of verbs
 * (with a hyphen). They are made by rules without a dictionary, so most are not words; but two forms of one word share
 * one, and two different words hardly ever do.
 */
export function lemmasOf(word: string): ReadonlySet<string> {
  let lemmas = remembered.get(word);
  if (lemmas === undefined) {
    lemmas = readLemmas(word);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(word, lemmas);
  }
  return lemmas;
}

/** Whether two words may be forms of the same word. */
export function shareLemma(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  for (const lemma of one) {
    if (lemma.endsWith('=')) {
      if (other.has(`${lemma.slice(0, -1)}-`)) return true;
    } else if (other.has(lemma) || (lemma.endsWith('-') && other.has(`${lemma.slice(0, -1)}=`))) return true;
  }
  return false;
}

/** About 4 MB: more than the words of one search. */
const MOST_REMEMBERED = 20_000;
const remembered = new Map<string, ReadonlySet<string>>();

function readLemmas(word: string): Set<string> {
  const lemmas = new Set([word]);
  if (word.length < 3 && !/^[aeiouyäö]{2}$/u.test(word)) return lemmas;
  if (!/^\p{L}+$/u.test(word)) return lemmas;
  if (/^[a-z]+$/.test(word)) for (const lemma of englishLemmasOf(word)) lemmas.add(lemma);
  if (!FOREIGN.test(word)) {
    for (const lemma of nounLemmasOf(word)) lemmas.add(lemma);
    for (const stem of verbStemsOf(word)) lemmas.add(stem);
  }
  return lemmas;
}

/** Plurals and verb forms: cities, boxes, stopped, making. */
function englishLemmasOf(word: string): string[] {
  const lemmas: string[] = [];
  const stem = (ending: string): string | null => {
    const rest = word.slice(0, -ending.length);
    return word.endsWith(ending) && rest.length >= 3 && /[aeiouy]/.test(rest) ? rest : null;
  };
  const plural = /(?:us|as|is|ss|ys)$/.test(word) ? null : stem('s');
  if (plural !== null) lemmas.push(plural);
  const sibilant = /(?:[sxz]|ch|sh)es$/.test(word) ? stem('es') : null;
  if (sibilant !== null) lemmas.push(sibilant);
  const ies = stem('ies') ?? stem('ied');
  if (ies !== null) lemmas.push(`${ies}y`);
  for (const ending of ['ed', 'ing']) {
    const rest = stem(ending);
    if (rest === null) continue;
    lemmas.push(rest, `${rest}e`);
    if (/([bdfglmnprt])\1$/.test(rest)) lemmas.push(rest.slice(0, -1));
  }
  return lemmas;
}
