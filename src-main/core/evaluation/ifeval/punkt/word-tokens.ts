import { SPACE, splitWords, WORD } from '../python/text.ts';

/** Python's `\b`, and `\B` of its opposite, by its own word characters. */
const EDGE = `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`;

/** What NLTK's word tokenizer puts blanks around, in its order. */
const BEFORE_PARENTHESES: readonly (readonly [RegExp, string])[] = [
  [/([«“‘„]|`+)/g, ' $1 '],
  [/^"/g, '``'],
  [/(``)/g, ' $1 '],
  [/([ ([{<])("|'{2})/g, '$1 `` '],
  [new RegExp(`(?<![${WORD}])(')(?!(?:re|ve|ll|m|t|s|d|n)${EDGE})(?=[${WORD}])`, 'giu'), '$1 '],
  [new RegExp(`([^.])(\\.)([\\])}>"'»”’ ]*)[${SPACE}]*$`, 'gu'), '$1 $2 $3 '],
  [/([:,])([^\p{Nd}])/gu, ' $1 $2'],
  [/([:,])(?=\n?$)/g, ' $1 '],
  [/\.{2,}/g, ' $& '],
  [/[;@#$%&]/g, ' $& '],
  [/[\u2012-\u2015]/g, ' $& '],
  [new RegExp(`([^.])(\\.)([\\])}>"']*)[${SPACE}]*$`, 'gu'), '$1 $2$3 '],
  [/[?!]/g, ' $& '],
  [/([^'])' /g, "$1 ' "],
  [/\*/g, ' $& '],
  [/[\][(){}<>]/g, ' $& '],
  [/--/g, ' -- '],
];

const AFTER_PARENTHESES: readonly (readonly [RegExp, string])[] = [
  [/([»”’])/g, ' $1 '],
  [/''/g, " '' "],
  [/"/g, " '' "],
  [new RegExp(`[${SPACE}]+`, 'gu'), ' '],
  [/([^' ])('[sS]|'[mM]|'[dD]|') /gu, '$1 $2 '],
  [/([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) /gu, '$1 $2 '],
  ...['(can)(not)', "(d)('ye)", '(gim)(me)', '(gon)(na)', '(got)(ta)', '(lem)(me)', "(more)('n)"].map(
    (pair) => [new RegExp(`${EDGE}${pair}${EDGE}`, 'giu'), ' $1 $2 '] as const,
  ),
  [new RegExp(`${EDGE}(wan)(na)(?=[${SPACE}])`, 'giu'), ' $1 $2 '],
  [new RegExp(` ('t)(is)${EDGE}`, 'giu'), ' $1 $2 '],
  [new RegExp(` ('t)(was)${EDGE}`, 'giu'), ' $1 $2 '],
];

/** The tokens of one sentence, as NLTK's `NLTKWordTokenizer` splits them. */
export function wordTokens(sentence: string): string[] {
  let text = sentence;
  for (const [pattern, replacement] of BEFORE_PARENTHESES) text = text.replace(pattern, replacement);
  text = ` ${text} `;
  for (const [pattern, replacement] of AFTER_PARENTHESES) text = text.replace(pattern, replacement);
  return splitWords(text);
}
