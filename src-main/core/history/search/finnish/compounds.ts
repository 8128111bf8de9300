import { isCompoundPart } from './compound-parts.ts';
import { lemmasOf, shareLemma } from './lemmas.ts';
import { verbStemsOf } from './verb-stems.ts';

/**
 * Whether `word` is a compound that `part` (with its lemmas) begins or ends: "kirjasto" ends "kaupunginkirjastossa",
 * "tieto" begins "tietokanta". What is left of the word must sound like a word of its own, and where many words begin
 * alike it must be one: in the list of common last parts, or a word that texts have (`isWord`).
 * `beginnings` are what forms of the part begin with: taking words apart into lemmas is dear, so it is done only where
 * one of them stands.
 */
export function isCompoundWith(
  part: string,
  lemmas: ReadonlySet<string>,
  beginnings: ReadonlySet<string>,
  word: string,
  isWord: (word: string) => boolean,
): boolean {
  const standsAt = (place: number): boolean => [...beginnings].some((beginning) => word.startsWith(beginning, place));
  const begins = standsAt(0);
  for (let split = 2; split <= word.length - 2; split += 1) {
    const ends = standsAt(split);
    if (!begins && !ends) continue;
    const head = word.slice(0, split);
    const tail = word.slice(split);
    if (ends && tail.length >= part.length - 2 && endsCompound(lemmas, word, head, tail)) return true;
    if (ends && soundsLikeHead(head) && isInside(part, tail)) return true;
    if (begins && beginsCompound(part, lemmas, head) && isTail(head, tail, isWord)) return true;
  }
  return false;
}

function endsCompound(lemmas: ReadonlySet<string>, word: string, head: string, tail: string): boolean {
  if (!soundsLikeHead(head) || (tail.length <= 4 && head.length < 4 && !isFirstPart(head))) return false;
  // puhu|maan is a form of puhua and no land.
  if (!isFirstPart(head) && verbStemsOf(word).has(`${head}-`)) return false;
  return shareLemma(lemmas, lemmasOf(tail));
}

/** The first part stands in the nominative or genitive; those in -nen in their stem: hevos|talli, nais|ten|päivä. */
function beginsCompound(part: string, lemmas: ReadonlySet<string>, head: string): boolean {
  if (head === part) return true;
  if (part.endsWith('nen') && head === `${part.slice(0, -3)}s`) return true;
  return head.endsWith('n') && head.length > part.length - 2 && shareLemma(lemmas, lemmasOf(head));
}

/** rauta|tie|asema: the part stands between others, and the last is a common one. */
function isInside(part: string, tail: string): boolean {
  return tail.startsWith(part) && tail.length >= part.length + 4 && isCompoundPart(lemmasOf(tail.slice(part.length)));
}

/** Words that are first parts only. */
const FIRST_PARTS: ReadonlySet<string> = new Set('ulko sisä ylä lähi etä taka jälki yli monen'.split(' '));

function isFirstPart(head: string): boolean {
  return FIRST_PARTS.has(head) || isCompoundPart(new Set([head]));
}

/** Finnish words end in a vowel or in one of these consonants after a vowel. */
function soundsLikeHead(head: string): boolean {
  return (head.length >= 3 || head === 'yö') && /[aeiouyäö][nstlr]?$/u.test(head);
}

function isTail(head: string, tail: string, isWord: (word: string) => boolean): boolean {
  const last = head.at(-1) ?? '';
  // Two equal vowels would be parted by a hyphen: linja-auto.
  if (VOWEL.test(last) && tail.startsWith(last)) return false;
  const mayBeAny = head.length >= 4 && !VOWEL.test(tail.charAt(0)) && soundsLikeTail(tail) && !isEnding(tail);
  // voi|maa is a form of voima.
  const isForm = head.length < 4 && /^maa(?:n|ta|ssa|sta|lla|ksi)?$/u.test(tail);
  const isPart = tail.length >= (head.length < 4 ? 3 : 2) && !isForm && isCompoundPart(lemmasOf(tail));
  return mayBeAny || isPart || (tail.length >= 4 && isWord(tail));
}

const VOWEL = /[aeiouyäö]/u;

/** At least two syllables, the first of them with one consonant at most, or one of the loaned pairs. */
function soundsLikeTail(tail: string): boolean {
  return tail.length >= 4 && /^(?:[^aeiouyäö]|[kpt][lr]|st(?=[rauy]))?[aeiouyäö].*[^aeiouyäö]+.*[aeiouyäö]/u.test(tail);
}

/** Endings that make another word of a noun, with the cases behind them: koulu|lainen, kala|stus, kana|vassa. */
function isEnding(tail: string): boolean {
  return /^(?:l[aä](?:inen|is)|m(?:ainen|äinen|ais|äis|inen|is(?:en|t|i))|st[aäou]|v[aäu](?:[nst]|$)|t(?:on|ön|ar|är)|ks?i?[ea]|(?:j[aäi]|n[eiu])[^aeiouyäö]*[aeiouyäö]?$|k(?:[aä]s$|kaa[nst]|kää[nst])|tu(?:s|ks)|ty(?:s|ks)|taj[aie]|täj[äie]|li(?:n$|m[ei])|nitelm)/u.test(
    tail,
  );
}
