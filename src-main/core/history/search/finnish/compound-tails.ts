import { isKnownHead } from './compound-heads.ts';
import { isKnownNoun } from './known-words.ts';

const VOWEL = /[aeiouyäö]/u;

/** Between two equal vowels a hyphen would be written: linja-auto. */
export function maySucceed(head: string, tail: string): boolean {
  const last = head.at(-1) ?? '';
  return !(VOWEL.test(last) && tail.startsWith(last));
}

/** Whether it consists of two known words: lasten|tarhan|opettaja. */
export function isCompoundTail(tail: string): boolean {
  for (let split = 3; split <= tail.length - 4; split += 1) {
    if (isKnownHead(tail.slice(0, split)) && isKnownNoun(tail.slice(split))) return true;
  }
  return false;
}

/** Whether it is long enough to be a word and sounds like one: two syllables, and no ending of the head. */
export function soundsLikeTail(tail: string): boolean {
  return TWO_SYLLABLES.test(tail) && !ENDING.test(tail);
}

/**
 * Whether `tail`, though a form of a word, is more likely an ending of `head`: turvallisu|utta, fyys|isiä,
 * kelpaa|maton, tehotto|maksi, fysii|kassa. After known words, some of them may be words.
 */
export function isLikeEnding(head: string, tail: string, isKnown: boolean): boolean {
  if (/^(?:isi|l[aä]is|lainen)/u.test(tail) || (head.endsWith('i') && /^(?:suu|syy)[tdk]/u.test(tail))) return true;
  return !isKnown && /^(?:nai[ns]|m[aä]tt?[oö]|maks|t[aä]v[aä]|rist|k[ai]ss[ai]$|last[aä])/u.test(tail);
}

/** Whether it is a suffix that makes nouns, whatever else it means. */
export function isSuffix(tail: string): boolean {
  return /^(?:l[aä](?:inen|is)|m(?:ainen|äinen|ais|äis)|vuu[dst]|vyy[dst])/u.test(tail);
}

/** The first syllable begins with one consonant, or with a pair of consonants from loanwords. */
const TWO_SYLLABLES = /^(?:[^aeiouyäö]|[kpt][lr]|st(?=[rauy]))[aeiouyäö].*[^aeiouyäö]+.*[aeiouyäö]/u;

/** Endings that derive another word from a noun, with their case endings: koulu|lainen, kala|stus, kana|vassa. */
const ENDING =
  /^(?:l[aä](?:inen|is)|m(?:ainen|äinen|ais|äis|inen|is(?:en|t|i))|st[aäou]|v[aäuy](?:[nstuy]|$)|t(?:on|ön|ar|är|ell[aä]|el[ei]|[aä]{2}$)|ks?i?[ea]|(?:j[aäi]|n[eiu])[^aeiouyäö]*[aeiouyäö]?$|k(?:[aä]s$|kaa[nst]|kää[nst])|tu(?:s|ks)|ty(?:s|ks)|taj[aie]|täj[äie]|li(?:n$|m[ei])|nitelm)/u;
