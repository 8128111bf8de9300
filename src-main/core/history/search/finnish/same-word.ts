import { isKnown, knownWordsOf } from './known-words.ts';
import { lemmasOf, shareLemma } from './lemmas.ts';
import { mayBecome } from './regular-forms.ts';

/**
 * Whether two words are forms of the same word. Common words and their forms are known, and two of them without a
 * common base form are different words. For other words their lemmas decide.
 */
export function areFormsOfOne(one: string, other: string): boolean {
  if (!shareLemma(lemmasOf(one), lemmasOf(other))) return false;
  const known = knownWordsOf(one);
  const otherKnown = knownWordsOf(other);
  if (known.size === 0 && otherKnown.size === 0) return true;
  for (const word of known) if (otherKnown.has(word)) return true;
  if (isKnown(one) || isKnown(other)) return false;
  // A name may look like a form of a known word: Päivi, Päivin (päivä).
  return isRegularForm(one, other) || isRegularForm(other, one);
}

function isRegularForm(lemma: string, form: string): boolean {
  return lemmasOf(form).has(lemma) && mayBecome(lemma, form);
}
