import type { ArgumentsOf } from '../instruction-kinds.ts';
import type { Finding } from '../judge.ts';
import { countHits } from '../python/count-hits.ts';
import { countCharacter, strip } from '../python/text.ts';
import { translatePattern } from '../python/translate-pattern.ts';
import { compare } from './compare.ts';

const IGNORING_CASE = { ignoreCase: true };

/** Keywords stand in the pattern as they are: they are regular expressions. */
export function keywordExists(text: string, { keywords }: ArgumentsOf<'keywords:existence'>): Finding {
  const missing = inOrder(keywords).find((keyword) => text.search(translatePattern(keyword, IGNORING_CASE)) === -1);
  return missing === undefined ? { follows: true } : { follows: false, found: missing };
}

export function keywordFrequency(
  text: string,
  { keyword, frequency, relation }: ArgumentsOf<'keywords:frequency'>,
): Finding {
  const hits = countHits(translatePattern(strip(keyword), IGNORING_CASE), text);
  return compare(hits, relation, frequency);
}

export function noForbiddenWords(text: string, { forbidden_words }: ArgumentsOf<'keywords:forbidden_words'>): Finding {
  const words = inOrder([...new Set(forbidden_words)]);
  const found = words.find((word) => text.search(translatePattern(`\\b${word}\\b`, IGNORING_CASE)) !== -1);
  return found === undefined ? { follows: true } : { follows: false, found };
}

/** Any character is counted as it stands, ä, ö and å too, where the harness would draw another letter. */
export function letterFrequency(
  text: string,
  { letter, let_frequency, let_relation }: ArgumentsOf<'keywords:letter_frequency'>,
): Finding {
  const wanted = strip(letter).toLowerCase();
  return compare(countCharacter(text.toLowerCase(), wanted), let_relation, let_frequency);
}

/** By code points, as Python sorts: the first fault is the one that is told. */
function inOrder(words: readonly string[]): string[] {
  return words.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
