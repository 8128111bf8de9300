import { SPACE, stripEnd } from '../python/text.ts';
import { judgeAlone, judgeWithNext, NO_WORD, readTokens, type PunktToken } from './punkt-token.ts';
import type { PunktTables } from './punkt-tables.ts';

interface Slice {
  readonly start: number;
  readonly end: number;
}

interface PossibleEnd {
  readonly match: RegExpExecArray;
  readonly wordStart: number;
}

const POSSIBLE_END = new RegExp(`[.?!](?=(${NO_WORD}|[${SPACE}]+([^${SPACE}]+)))`, 'dgu');
/** Quotes and brackets that close, which belong to the sentence before them. */
const CLOSING = new RegExp(
  `^["')\\]\\}\\u2018\\u2019\\u201c\\u201d\\xab\\xbb]+?(?:[${SPACE}]+|(?=--)|(?![^\\n]))`,
  'u',
);

/**
 * The sentences of a text by Punkt's rules (Kiss and Strunk 2006), as NLTK 3.10 applies them. Only periods, question and
 * exclamation marks can end one.
 */
export function splitSentences(text: string, tables: PunktTables): string[] {
  return realign(text, slices(text, tables))
    .map(({ start, end }) => text.slice(start, end))
    .filter((sentence) => sentence !== '');
}

function slices(text: string, tables: PunktTables): Slice[] {
  const found: Slice[] = [];
  let start = 0;
  for (const { match, context } of possibleEnds(text)) {
    if (!hasSentenceEnd(context, tables)) continue;
    const end = match.index + 1;
    found.push({ start, end });
    start = match.indices?.[2]?.[0] ?? end;
  }
  found.push({ start, end: stripEnd(text).length });
  return found;
}

/** Each sign that may end a sentence with the words around it; of signs in one word, the last. */
function* possibleEnds(text: string): Generator<{ match: RegExpExecArray; context: string }> {
  let last: PossibleEnd | null = null;
  const contextOf = ({ match, wordStart }: PossibleEnd) => ({
    match,
    context: text.slice(wordStart, match.index) + match[0] + (match[1] ?? ''),
  });
  for (const match of text.matchAll(POSSIBLE_END)) {
    const from: number = last?.match.index ?? 0;
    const space = lastAsciiSpace(text, from, match.index);
    // NLTK ignores a space at the start of the range.
    const wordStart: number = space > from ? space + 1 : (last?.wordStart ?? 0);
    if (last !== null && last.match.index <= wordStart) yield contextOf(last);
    last = { match, wordStart };
  }
  if (last !== null) yield contextOf(last);
}

function lastAsciiSpace(text: string, from: number, to: number): number {
  for (let at = to - 1; at > from; at -= 1) {
    const code = text.charCodeAt(at);
    if (code === 32 || (code >= 9 && code <= 13)) return at;
  }
  return from;
}

/** Whether a sentence ends at a word that others follow. */
function hasSentenceEnd(context: string, tables: PunktTables): boolean {
  let before: PunktToken | null = null;
  for (const token of readTokens(context)) {
    judgeAlone(token, tables);
    if (before !== null) {
      judgeWithNext(before, token, tables);
      if (before.endsSentence) return true;
    }
    before = token;
  }
  return false;
}

function realign(text: string, found: readonly Slice[]): Slice[] {
  const sentences: Slice[] = [];
  let moved = 0;
  for (const [index, { start, end }] of found.entries()) {
    const next = found[index + 1];
    const from = start + moved;
    const closing = next && CLOSING.exec(text.slice(next.start, next.end))?.[0];
    moved = closing?.length ?? 0;
    if (next && closing !== undefined) sentences.push({ start: from, end: next.start + stripEnd(closing).length });
    else sentences.push({ start: from, end });
  }
  return sentences;
}
