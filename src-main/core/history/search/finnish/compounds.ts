import { lemmasOf, shareLemma } from './lemmas.ts';
import { verbStemsOf } from './verb-stems.ts';

/**
 * Whether `word` is a compound that `part` (with its lemmas) begins or ends: "kirjasto" ends "kaupunginkirjastossa",
 * "tieto" begins "tietokanta". There is no list of words to look the other part up in: it must only sound like one.
 * `beginnings` are what forms of the part begin with: taking words apart into lemmas is dear, so it is done only where
 * one of them stands.
 */
export function isCompoundWith(
  part: string,
  lemmas: ReadonlySet<string>,
  beginnings: ReadonlySet<string>,
  word: string,
): boolean {
  const standsAt = (place: number): boolean => [...beginnings].some((beginning) => word.startsWith(beginning, place));
  const begins = standsAt(0);
  for (let split = 2; split <= word.length - 3; split += 1) {
    const ends = standsAt(split);
    if (!begins && !ends) continue;
    const head = word.slice(0, split);
    const tail = word.slice(split);
    if (ends && tail.length >= part.length - 2 && endsCompound(lemmas, word, head, tail)) return true;
    if (begins && soundsLikeTail(tail) && beginsCompound(part, lemmas, head)) return true;
  }
  return false;
}

function endsCompound(lemmas: ReadonlySet<string>, word: string, head: string, tail: string): boolean {
  if (!soundsLikeHead(head) || (tail.length <= 4 && head.length < 4)) return false;
  // puhu|maan is a form of puhua and no land.
  if (verbStemsOf(word).has(`${head}-`)) return false;
  return shareLemma(lemmas, lemmasOf(tail));
}

/** The first part stands in the nominative or genitive; those in -nen in their stem: hevos|talli. */
function beginsCompound(part: string, lemmas: ReadonlySet<string>, head: string): boolean {
  if (head.length < 4) return false;
  if (head === part) return true;
  if (part.endsWith('nen') && head === `${part.slice(0, -3)}s`) return true;
  return head.endsWith('n') && shareLemma(lemmas, lemmasOf(head));
}

/** Finnish words end in a vowel or in one of these consonants after a vowel. */
function soundsLikeHead(head: string): boolean {
  return (head.length >= 3 || head === 'yö') && /[aeiouyäö][nstlr]?$/u.test(head);
}

/** At least two syllables, the first of them with one consonant at most, or one of the loaned pairs. */
function soundsLikeTail(tail: string): boolean {
  return tail.length >= 4 && /^(?:[^aeiouyäö]|[kpt][lr]|st)?[aeiouyäö].*[^aeiouyäö]+.*[aeiouyäö]/u.test(tail);
}
