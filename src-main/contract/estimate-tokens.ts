/**
 * Estimates the tokens of a text from its words, for when no tokenizer is loaded. Made for Llama 3's tokenizer, which
 * splits a text into words, numbers of up to three digits, and marks. Common English words are one token, while Finnish
 * words are split into pieces of two or three letters. Within a third of the true count for prose and code.
 */
const PIECES =
  /'(?:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/giu;
/** A longer text is estimated from slices, because a keystroke waits for this. */
const MOST_CHARACTERS = 8000;
const SLICES = 4;

/** Letters per token on average; a word has at least one token. */
const LETTERS = { english: 6, finnish: 2.35, otherAlphabet: 3.2, character: 1.25 } as const;
const MARKS = 2.2;

const FINNISH_SIGN =
  /[^\0-\x7f]|aa|ii|uu|yy|kk|uo|ie|[aeiou]j|j[aeiou]|[a-z]{3}(?:ssa|sta|lla|lta|lle|ksi|n|t|a|i|ä|u|o)$/i;
const ENGLISH_SIGN = /tion|ing|th|sh|[wxcqz]|[^aeiouyäölnrst]$/i;
const NO_WORDS_APART = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

export function estimateTokens(text: string): number {
  if (text.length <= MOST_CHARACTERS) return Math.round(tokensIn(text));
  const size = MOST_CHARACTERS / SLICES;
  let tokens = 0;
  for (let slice = 0; slice < SLICES; slice += 1) {
    const start = Math.floor((slice * (text.length - size)) / (SLICES - 1));
    tokens += tokensIn(text.slice(start, start + size));
  }
  return Math.round((tokens * text.length) / MOST_CHARACTERS);
}

function tokensIn(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECES)) tokens += Math.max(1, tokensOfPiece(piece));
  return tokens;
}

function tokensOfPiece(piece: string): number {
  const letters = piece.replace(/[^\p{L}\p{M}]/gu, '');
  if (letters === '') return /^[\s\p{N}]+$/u.test(piece) ? 1 : piece.trim().length / MARKS;
  if (NO_WORDS_APART.test(letters)) return letters.length / LETTERS.character;
  if (!/^[\p{Script=Latin}\p{M}]+$/u.test(letters)) return letters.length / LETTERS.otherAlphabet;
  const isFinnish = FINNISH_SIGN.test(letters) && !ENGLISH_SIGN.test(letters);
  return letters.length / (isFinnish ? LETTERS.finnish : LETTERS.english);
}
