import { bareWordOf } from './match-expression.ts';
import type { SearchQuery, Term } from './parse-query.ts';
import { bareFormOf, type Word, wordsOf } from './words.ts';

/** A passage of a text that meets a term. */
export interface Match {
  /** In UTF-16 units of the text. */
  readonly start: number;
  readonly end: number;
  /** Which of the query's required terms. */
  readonly term: number;
  /** 0 to 1: how close it is to what was typed. */
  readonly strength: number;
}

const STRENGTH = { exact: 1, beginning: 0.8, bare: 0.5, bareBeginning: 0.4 } as const;

/** All that `text` has of the query's required terms, in order of place. */
export function findMatches(text: string, query: SearchQuery): Match[] {
  const words = wordsOf(text);
  const tests = query.required.map(wordTest);
  const matches: Match[] = [];
  words.forEach((word, index) => {
    query.required.forEach((term, termIndex) => {
      if (term.words.length > 1) {
        const last = sequenceAt(words, index, term);
        if (last !== null)
          matches.push({ start: word.start, end: last.end, term: termIndex, strength: STRENGTH.exact });
        return;
      }
      const strength = tests[termIndex]?.(word.form) ?? 0;
      if (strength > 0) matches.push({ start: word.start, end: word.end, term: termIndex, strength });
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

/** Says how strongly one word meets a term of one word. */
function wordTest(term: Term): (form: string) => number {
  const wanted = term.words[0] ?? '';
  const bare = bareWordOf(term);
  return (form) => {
    if (form === wanted) return STRENGTH.exact;
    if (term.prefix && form.startsWith(wanted)) return STRENGTH.beginning;
    if (bare === null) return 0;
    const bareForm = bareFormOf(form);
    if (bareForm === bare) return STRENGTH.bare;
    return term.prefix && bareForm.startsWith(bare) ? STRENGTH.bareBeginning : 0;
  };
}
