import { isKnownNoun } from './known-words.ts';
import { NOUNS } from './nouns.ts';

/** Words that only occur as first parts. */
const FIRST_PARTS: ReadonlySet<string> = new Set(
  `ulko sisä ylä lähi etä taka jälki yli ali esi ensi itse keski kauko pika jatko suur pien pitkä monen kaksi kolmi
  moni avo tasa nyky eilis asuin muinais ydin super mini pääsiäis ukkos maalis huhti touko loka`.split(/\s+/),
);

/**
 * Endings that make nouns of verbs and adjectives: herätys, ompelu, syntymä, ohjelmointi, leikkuu, terveyden, alkamis-.
 */
const DERIVED = /^.{2,}(?:[uyoöi]s|[aeiouyäö]l[uy]|[aeiouyäö]m[aä]|nt[iaä]|st[oö]|kkuu|kkyy|[uy]den|[uyoö]ksen)$/u;

/**
 * Whether it may come before another word: a known word, one derived from a known word, or a compound that ends with
 * one.
 */
export function isHead(head: string): boolean {
  return DERIVED.test(head) || isKnownHead(head) || isCompoundHead(head);
}

export function isCompoundHead(head: string): boolean {
  for (let split = 3; split <= head.length - 3; split += 1) {
    const first = head.slice(0, split);
    const last = head.slice(split);
    if (last.length === 3 || split === 3 ? !isKnownHead(first) : !soundsLikeHead(first)) continue;
    if (NOUNS.has(last) || (last.endsWith('n') && last.length > 4 && isKnownNoun(last))) return true;
  }
  return false;
}

/** In the nominative or genitive; those in -nen in their stem: hevos|talli, nais|ten|päivä. */
export function isKnownHead(head: string): boolean {
  if (FIRST_PARTS.has(head) || NOUNS.has(head)) return true;
  if (head.endsWith('s') && NOUNS.has(`${head.slice(0, -1)}nen`)) return true;
  return head.endsWith('n') && isKnownNoun(head);
}

/** Finnish words end in a vowel or in one of these consonants after a vowel. */
export function soundsLikeHead(head: string): boolean {
  return head.length >= 3 && /[aeiouyäö][nstlr]?$/u.test(head);
}
