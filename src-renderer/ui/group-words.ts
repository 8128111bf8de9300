import { visibleText } from './visible-text.ts';

/** A word and its places in a text; a line is not broken within it. */
export interface WordTokens<Token> {
  readonly from: number;
  readonly tokens: readonly Token[];
  /** The blank that its first token begins with: a line may end with it. */
  readonly before: '' | ' ';
  /** After a line break of the text. */
  readonly endsLine: boolean;
}

/** A word of more tokens may be broken: code and addresses have no blanks. */
const MOST_TOKENS = 12;

/** Tokens that belong to one word: all up to the next blank. */
export function groupWords<Token extends { readonly text: string }>(tokens: readonly Token[]): WordTokens<Token>[] {
  const words: { from: number; tokens: Token[]; before: '' | ' '; endsLine: boolean }[] = [];
  tokens.forEach((token, place) => {
    const last = words.at(-1);
    const begins =
      last === undefined || last.endsLine || last.tokens.length >= MOST_TOKENS || /^\s|^<\|/.test(token.text);
    const endsLine = token.text.includes('\n');
    if (begins) words.push({ from: place, tokens: [token], before: /^ \S/.test(token.text) ? ' ' : '', endsLine });
    else {
      last.tokens.push(token);
      last.endsLine = endsLine;
    }
  });
  return words;
}

/** What is seen of one token of a word, whose blank stands before it. */
export function textInWord<Token extends { readonly text: string }>(
  { tokens, before }: WordTokens<Token>,
  token: Token,
): string {
  return visibleText(token === tokens[0] ? token.text.slice(before.length) : token.text);
}
