import { wordsOf } from './words.ts';

/** One condition on a text: a word, or words in sequence. */
export interface Term {
  /** Indexed forms; never empty. */
  readonly words: readonly string[];
  /** The last word may continue. */
  readonly prefix: boolean;
  /** Written in quotes or with an asterisk: exactly these letters. */
  readonly literal: boolean;
}

export interface SearchQuery {
  /** All of them must match. Empty when nothing is required. */
  readonly required: readonly Term[];
  /** None of them may match. */
  readonly excluded: readonly Term[];
}

/** A quoted phrase (the closing quote may be missing) or text without spaces, each with an optional minus before it. */
const PART = /(?<minus>(?<!\S)[-−](?![-−]))?(?:["“”„](?<phrase>[^"“”„]*)["“”„]?|(?<plain>[^\s"“”„]+))/gu;

/** Further conditions are ignored; they would only take time. */
const MOST_TERMS = 16;
const MOST_WORDS_IN_TERM = 32;

/**
 * Reads a query: `word`, `wor*`, `"a phrase"`, `-word`, `-"a phrase"`. A last word at the very end counts as a
 * beginning, because it may still be being typed. No input is an error, and only words are passed on, never the syntax
 * of the full-text index.
 *
 * Without any required word, excluded words are searched for: `-273` is a number and `--force` an option.
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
  /** Ends with an asterisk. */
  readonly open: boolean;
  /** Is at the end of the query and may still be being typed. */
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
    // With an asterisk, the beginning must be exactly this.
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
