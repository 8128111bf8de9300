import type { Condition, Conditions } from './conditions.ts';
import type { Term } from './parse-query.ts';
import { CLOSENESS } from './word-forms.ts';
import { type Word, wordsOf } from './words.ts';

/** A passage of a text that matches a condition. */
export interface Match {
  /** In UTF-16 units of the text. */
  readonly start: number;
  readonly end: number;
  /** The index of the required condition. */
  readonly condition: number;
  /** 0 to 1: how similar it is to the typed words. */
  readonly closeness: number;
}

/** All matches of the required conditions in `text`, in order. */
export function findMatches(text: string, { required }: Pick<Conditions, 'required'>): Match[] {
  return matchesAmong(wordsOf(text), required);
}

/** The same for a text whose words are known already. */
export function matchesAmong(words: readonly Word[], required: readonly Condition[]): Match[] {
  const matches: Match[] = [];
  words.forEach((word, index) => {
    required.forEach((condition, number) => {
      if (condition.term.words.length > 1) {
        const last = sequenceAt(words, index, condition.term);
        if (last === null) return;
        matches.push({ start: word.start, end: last.end, condition: number, closeness: CLOSENESS.same });
      } else {
        const closeness = closenessOf(word.form, condition);
        if (closeness > 0) matches.push({ start: word.start, end: word.end, condition: number, closeness });
      }
    });
  });
  return matches;
}

/** The last word of the term's sequence, when it begins at `index`. */
function sequenceAt(words: readonly Word[], index: number, term: Term): Word | null {
  const lastOffset = term.words.length - 1;
  for (const [offset, wanted] of term.words.entries()) {
    const form = words[index + offset]?.form;
    if (form === undefined) return null;
    const fits = form === wanted || (offset === lastOffset && term.prefix && form.startsWith(wanted));
    if (!fits) return null;
  }
  return words[index + lastOffset] ?? null;
}

function closenessOf(form: string, { term, forms }: Condition): number {
  const typed = term.words[0] ?? '';
  if (form === typed) return CLOSENESS.same;
  if (term.prefix && form.startsWith(typed)) return CLOSENESS.beginning;
  return forms.get(form) ?? 0;
}
