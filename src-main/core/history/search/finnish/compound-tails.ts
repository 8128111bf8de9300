import { isKnownHead } from './compound-heads.ts';
import { isKnownNoun } from './known-words.ts';

const VOWEL = /[aeiouyäö]/u;

/** Two equal vowels would be parted by a hyphen: linja-auto. */
export function maySucceed(head: string, tail: string): boolean {
  const last = head.at(-1) ?? '';
  return !(VOWEL.test(last) && tail.startsWith(last));
}

/** Whether it is made of two known words itself: lasten|tarhan|opettaja. */
export function isCompoundTail(tail: string): boolean {
  for (let split = 3; split <= tail.length - 4; split += 1) {
    if (isKnownHead(tail.slice(0, split)) && isKnownNoun(tail.slice(split))) return true;
  }
  return false;
}

/** Whether nothing but a word of its own can be so long and sound so: two syllables, and no ending of the head. */
export function soundsLikeTail(tail: string): boolean {
  return TWO_SYLLABLES.test(tail) && !ENDING.test(tail);
}

/**
 * Whether `tail`, though a form of a word, more likely is an ending behind `head`: turvallisu|utta, fyys|isiä,
 * kelpaa|maton, tehotto|maksi,
 * fysii|kassa. Behind known words some of them may be words.
 */
export function isLikeEnding(head: string, tail: string, isKnown: boolean): boolean {
  if (/^(?:isi|l[aä]is|lainen)/u.test(tail) || (head.endsWith('i') && /^(?:suu|syy)[tdk]/u.test(tail))) return true;
  return !isKnown && /^(?:nai[ns]|m[aä]tt?[oö]|maks|t[aä]v[aä]|rist|k[ai]ss[ai]$|last[aä])/u.test(tail);
}

/** Whether a noun is made by it, whatever else it means. */
export function isSuffix(tail: string): boolean {
  return /^(?:l[aä](?:inen|is)|m(?:ainen|äinen|ais|äis)|vuu[dst]|vyy[dst])/u.test(tail);
}

/** The first of them begins with one consonant, or one of the loaned pairs. */
const TWO_SYLLABLES = /^(?:[^aeiouyäö]|[kpt][lr]|st(?=[rauy]))[aeiouyäö].*[^aeiouyäö]+.*[aeiouyäö]/u;

/** Endings that make another word of a noun, with the cases behind them: koulu|lainen, kala|stus, kana|vassa. */
const ENDING =
  /^(?:l[aä](?:inen|is)|m(?:ainen|äinen|ais|äis|inen|is(?:en|t|i))|st[aäou]|v[aäuy](?:[nstuy]|$)|t(?:on|ön|ar|är|ell[aä]|el[ei]|[aä]{2}$)|ks?i?[ea]|(?:j[aäi]|n[eiu])[^aeiouyäö]*[aeiouyäö]?$|k(?:[aä]s$|kaa[nst]|kää[nst])|tu(?:s|ks)|ty(?:s|ks)|taj[aie]|täj[äie]|li(?:n$|m[ei])|nitelm)/u;
