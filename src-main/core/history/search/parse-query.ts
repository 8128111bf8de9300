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
const PART = /(?<minus>(?<!\S)[-−](?![-−]))?(?:["“”„](?<phrase>[^"“”„]*)["“”„]?|(?<plain>[^\s"“”„]+))/gu;

/** Conditions beyond these change nothing but the time that a search takes. */
const MOST_TERMS = 16;
const MOST_WORDS_IN_TERM = 32;

/**
 * Reads what a user typed: `word`, `wor*`, `"a phrase"`, `-word`, `-"a phrase"`. A last word that stands right at the
 * end counts as a beginning, since it may be still being typed. Nothing that a user types is an error, and only words
 * come through: the syntax of the full-text index is never reached.
 *
 * With nothing to look for, what is left out is looked for itself: `-273` is a number and `--force` an option.
 */
export function parseQuery(query: string): SearchQuery {
  const parts = [...query.matchAll(PART)]
    .map((match) => readPart(match, query))
    .filter(({ words }) => words.length > 0);
  const searches = parts.every(({ excludes }) => excludes) ? parts : parts.filter(({ excludes }) => !excludes);
  const excluded = parts.filter((part) => !searches.includes(part));
  return {
    required: searches.slice(0, MOST_TERMS).map(({ mayGoOn, ...part }) => termOf(part, mayGoOn)),
    excluded: excluded.slice(0, MOST_TERMS).map(({ mayGoOn: _, ...part }) => termOf(part, false)),
  };
}

interface Part {
  readonly words: readonly string[];
  readonly excludes: boolean;
  readonly literal: boolean;
  /** Ends in an asterisk. */
  readonly open: boolean;
  /** Stands at the end of the query and may be still being typed. */
  readonly mayGoOn: boolean;
}

function readPart(match: RegExpExecArray, query: string): Part {
  const { minus, phrase, plain } = match.groups as Partial<Record<'minus' | 'phrase' | 'plain', string>>;
  const written = phrase ?? plain ?? '';
  const words = wordsOf(written).map((word) => word.form);
  const atEnd = match.index + match[0].length === query.length;
  return {
    words: words.slice(0, MOST_WORDS_IN_TERM),
    excludes: minus !== undefined,
    // An asterisk asks for what begins just so.
    literal: phrase !== undefined || written.endsWith('*'),
    open: plain?.endsWith('*') === true,
    mayGoOn: plain !== undefined && atEnd && endsInWord(plain),
  };
}

function termOf({ words, literal, open }: Omit<Part, 'mayGoOn'>, mayGoOn: boolean): Term {
  return { words, prefix: open || mayGoOn, literal };
}

function endsInWord(text: string): boolean {
  return /[\p{L}\p{N}\p{M}]$/u.test(text);
}
