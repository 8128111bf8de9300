import { isLower, isUpper, SPACE } from '../python/text.ts';
import { ANY_LOWER, ANY_UPPER, ORTHOGRAPHY, type PunktTables } from './punkt-tables.ts';

/** A word of Punkt with what its two passes say of it. */
export interface PunktToken {
  readonly text: string;
  /** In small letters, numbers as one type. */
  readonly type: string;
  endsSentence: boolean;
  isAbbreviation: boolean;
  isEllipsis: boolean;
}

/** What stands in no word. NLTK counts curly quotes and guillemets among them since 3.10.2. */
export const NO_WORD = '[)";\\}\\]*:@\'(\\{\\[\\u2018\\u2019\\u201c\\u201d\\xab\\xbb!?]';
const SIGNS = '(?:-{2,}|\\.{2,}|(?:\\.[S]){2,}\\.)'.replace('[S]', `[${SPACE}]`);
const WORDS = new RegExp(
  `${SIGNS}|(?![("\`\\{\\[:;&#*@)\\}\\]\\-,])[^${SPACE}]+?(?=[${SPACE}]|$|${NO_WORD}|${SIGNS}|,(?=$|[${SPACE}]|${NO_WORD}|${SIGNS}))|[^${SPACE}]`,
  'gu',
);

const NUMBER = /^-?[.,]?\p{Nd}[\p{Nd},.-]*\.?$/u;
const INITIAL = /^[\p{L}\p{Nl}\p{No}_]\.$/u;
const PUNCTUATION = new Set([';', ':', ',', '.', '!', '?']);

/** The words of one line after the other. */
export function* readTokens(text: string): Generator<PunktToken> {
  for (const line of text.split('\n')) {
    for (const [word] of line.matchAll(WORDS)) {
      const type = word.toLowerCase();
      yield {
        text: word,
        type: NUMBER.test(type) ? '##number##' : type,
        endsSentence: false,
        isAbbreviation: false,
        isEllipsis: false,
      };
    }
  }
}

/** First pass: what a word says by itself. */
export function judgeAlone(token: PunktToken, { abbreviations }: PunktTables): void {
  const { text } = token;
  if (text === '.' || text === '?' || text === '!') token.endsSentence = true;
  else if (/^\.{2,}$/.test(text)) token.isEllipsis = true;
  else if (text.endsWith('.') && !text.endsWith('..')) {
    const bare = text.slice(0, -1).toLowerCase();
    if (abbreviations.has(bare) || abbreviations.has(bare.slice(bare.lastIndexOf('-') + 1)))
      token.isAbbreviation = true;
    else token.endsSentence = true;
  }
}

/** Second pass: what the next word says of it. */
export function judgeWithNext(token: PunktToken, next: PunktToken, tables: PunktTables): void {
  if (!token.text.endsWith('.')) return;
  const type = withoutPeriod(token.type);
  const nextType = next.endsSentence ? withoutPeriod(next.type) : next.type;
  const isInitial = INITIAL.test(token.text);
  if (tables.collocations.has(`${type}\t${nextType}`)) {
    token.endsSentence = false;
    token.isAbbreviation = true;
    return;
  }
  const startsSentence = judgeStart(next, nextType, tables);
  const [first = ''] = next.text;
  if ((token.isAbbreviation || token.isEllipsis) && !isInitial) {
    if (startsSentence === true || (isUpper(first) && tables.sentenceStarters.has(nextType))) {
      token.endsSentence = true;
      return;
    }
  }
  if (!isInitial && type !== '##number##') return;
  const isAlwaysUpper = isUpper(first) && (tables.orthography(nextType) & ANY_LOWER) === 0;
  if (startsSentence === false || (startsSentence === null && isInitial && isAlwaysUpper)) {
    token.endsSentence = false;
    token.isAbbreviation = true;
  }
}

/** Whether the case of a word says that it starts a sentence; null where it says nothing. */
function judgeStart(token: PunktToken, type: string, { orthography }: PunktTables): boolean | null {
  if (PUNCTUATION.has(token.text)) return false;
  const seen = orthography(type);
  const [first = ''] = token.text;
  if (isUpper(first) && (seen & ANY_LOWER) !== 0 && (seen & ORTHOGRAPHY.innerUpper) === 0) return true;
  if (isLower(first) && ((seen & ANY_UPPER) !== 0 || (seen & ORTHOGRAPHY.firstLower) === 0)) return false;
  return null;
}

function withoutPeriod(type: string): string {
  return type.length > 1 && type.endsWith('.') ? type.slice(0, -1) : type;
}
