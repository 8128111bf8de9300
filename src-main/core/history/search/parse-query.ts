import { wordsOf } from './words.ts';

/** One condition on a text: a word, or words that follow each other. */
export interface Term {
  /** Indexed forms; never empty. */
  readonly words: readonly string[];
  /** The last word may go on. */
  readonly prefix: boolean;
  /** Written in quotes or with an asterisk: these very letters, nothing weaker. */
  readonly literal: boolean;
}

export interface SearchQuery {
  /** A text must meet every one. Empty when nothing was asked for. */
  readonly required: readonly Term[];
  /** A text must meet none. */
  readonly excluded: readonly Term[];
}

/** A quoted phrase (the closing quote may be missing) or a run without spaces, each perhaps behind a minus. */
const PART = /(?<minus>(?<!\S)[-−])?(?:["“”„](?<phrase>[^"“”„]*)["“”„]?|(?<plain>[^\s"“”„]+))/gu;

/** Conditions beyond these change nothing but the time that a search takes. */
const MOST_TERMS = 16;
const MOST_WORDS_IN_TERM = 32;

/**
 * Reads what a user typed: `word`, `wor*`, `"a phrase"`, `-word`, `-"a phrase"`. A last word that stands right at the
 * end counts as a beginning, since it may be still being typed. Nothing that a user types is an error, and only words
 * come through: the syntax of the full-text index is never reached.
 */
export function parseQuery(query: string): SearchQuery {
  const required: Term[] = [];
  const excluded: Term[] = [];
  for (const match of query.matchAll(PART)) {
    const { minus, phrase, plain } = match.groups as Partial<Record<'minus' | 'phrase' | 'plain', string>>;
    const written = phrase ?? plain ?? '';
    const words = wordsOf(written)
      .map((word) => word.form)
      .slice(0, MOST_WORDS_IN_TERM);
    if (words.length === 0) continue;
    const atEnd = match.index + match[0].length === query.length;
    const prefix = plain !== undefined && (plain.endsWith('*') || (atEnd && minus === undefined && endsInWord(plain)));
    // An asterisk asks for what begins just so.
    const term = { words, prefix, literal: phrase !== undefined || written.endsWith('*') };
    (minus === undefined ? required : excluded).push(term);
  }
  return { required: required.slice(0, MOST_TERMS), excluded: excluded.slice(0, MOST_TERMS) };
}

function endsInWord(text: string): boolean {
  return /[\p{L}\p{N}\p{M}]$/u.test(text);
}
