import { isCompoundHead, isHead, isKnownHead, soundsLikeHead } from './compound-heads.ts';
import { isCompoundTail, isLikeEnding, isSuffix, maySucceed, soundsLikeTail } from './compound-tails.ts';
import { isKnown, isKnownNoun, knownWordsOf } from './known-words.ts';
import { NOUNS } from './nouns.ts';
import { areFormsOfOne } from './same-word.ts';
import { verbStemsOf } from './verb-stems.ts';

/**
 * Whether `word` is a compound that `part` begins or ends: "kirjasto" ends "kaupunginkirjastossa", "tieto" begins
 * "tietokanta". A form of a known word is none: "kanavan" only begins like "kana". What is left of the word must be
 * known or one that texts have (`isWord`), or at least long enough and sound like a word and not like an ending.
 * `beginnings` are what forms of the part begin with: taking words apart into lemmas is dear, so it is done only where
 * one of them stands.
 */
export function isCompoundWith(
  part: string,
  beginnings: ReadonlySet<string>,
  word: string,
  isWord: (word: string) => boolean,
): boolean {
  const places = placesOf(beginnings, word);
  const begins = places.has(0);
  for (let split = 2; split <= word.length - 2; split += 1) {
    const ends = places.has(split);
    if (!begins && !ends) continue;
    const head = word.slice(0, split);
    const tail = word.slice(split);
    const isOne =
      (ends && tail.length >= part.length - 2 && isLast(part, head, tail, isWord)) ||
      (ends && isInside(part, head, tail)) ||
      (begins && isFirst(part, head) && leavesWord(head, tail, isWord));
    if (isOne) return knownWordsOf(word).size === 0 || isOfTwoNouns(head, tail);
  }
  return false;
}

function placesOf(beginnings: ReadonlySet<string>, word: string): Set<number> {
  const places = new Set<number>();
  for (const beginning of beginnings) {
    for (let at = word.indexOf(beginning); at >= 0; at = word.indexOf(beginning, at + 1)) places.add(at);
  }
  return places;
}

/** kirjoitustapa could be a form of kirjoitus, but is a compound. */
function isOfTwoNouns(head: string, tail: string): boolean {
  const areLong = head.length >= 4 && tail.length >= 4;
  return areLong && NOUNS.has(head) && NOUNS.has(tail) && !isKnown(head + tail);
}

/** sauna in savu|sauna|ssa. Short words and those that sound like endings count only after known words. */
function isLast(part: string, head: string, tail: string, isWord: (word: string) => boolean): boolean {
  const isKnownFirst = isKnownHead(head);
  if (isLikeEnding(head, tail, isKnownFirst) || !(isKnownFirst || soundsLikeHead(head))) return false;
  const isPart = NOUNS.has(part) ? knownWordsOf(tail).has(part) : areFormsOfOne(part, tail);
  if (!isPart) return false;
  if (!isKnownFirst) {
    if (part.length < 4 && !isCompoundHead(head) && !isUnknownWord(head, isWord)) return false;
    // puhu|maan is a form of puhua and has no maa in it.
    if (verbStemsOf(head + tail).has(`${head}-`)) return false;
  }
  return !hasLongerTail(head, tail);
}

/** Whether texts have it, and it is not a form of another word. */
function isUnknownWord(head: string, isWord: (word: string) => boolean): boolean {
  return head.length >= 4 && /[aeiouyäö]$/u.test(head) && knownWordsOf(head).size === 0 && isWord(head);
}

/** lämpö|tila|sta has tila in it, and not lasta. */
function hasLongerTail(head: string, tail: string): boolean {
  for (let split = 2; split < head.length; split += 1) {
    if (isHead(head.slice(0, split)) && isKnownNoun(head.slice(split) + tail)) return true;
  }
  return false;
}

/** tie in rauta|tie|asema: between other words, of which the last is known. */
function isInside(part: string, head: string, tail: string): boolean {
  if (!tail.startsWith(part) || tail.length < part.length + 4 || !isHead(head)) return false;
  return isKnownNoun(tail.slice(part.length)) && knownWordsOf(tail).size === 0;
}

/** A first part is in the nominative or genitive; a word in -nen is in its stem: hevos|talli, nais|ten|päivä. */
function isFirst(part: string, head: string): boolean {
  if (head === part) return true;
  if (part.endsWith('nen') && head === `${part.slice(0, -3)}s`) return true;
  return head.endsWith('n') && head.length > part.length - 2 && areFormsOfOne(part, head);
}

function leavesWord(head: string, tail: string, isWord: (word: string) => boolean): boolean {
  if (!maySucceed(head, tail)) return false;
  // voi|maa is a form of voima.
  const isForm = head.length < 4 && /^maa(?:n|ta|ssa|sta|lla|ksi)?$/u.test(tail);
  if (tail.length >= (head.length < 4 ? 3 : 2) && !isForm && isKnownNoun(tail)) {
    return !hasLongerHead(head, tail, isKnownNoun);
  }
  const sounds = head.length >= 4 && !head.endsWith('n') && soundsLikeTail(tail);
  const stands = sounds || (tail.length >= 4 && !isSuffix(tail) && isWord(tail)) || isCompoundTail(tail);
  return stands && !hasLongerHead(head, tail, () => true);
}

/** henkilö|kunta has henkilö in it, and not henki. */
function hasLongerHead(head: string, tail: string, isRest: (rest: string) => boolean): boolean {
  for (let split = 1; split <= tail.length - 2; split += 1) {
    if (isKnownHead(head + tail.slice(0, split)) && isRest(tail.slice(split))) return true;
  }
  return false;
}
