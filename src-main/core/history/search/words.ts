/** A word of a text: its position in UTF-16 units, and its indexed form. */
export interface Word {
  readonly start: number;
  readonly end: number;
  /**
   * In NFKC (the ligature "ﬁ" as "fi", full-width letters as plain ones) and lower case; å, ä and ö stay letters of
   * their own.
   */
  readonly form: string;
}

/** Longer ones are encoded bytes, not words; their beginning is enough to find them and keeps the index small. */
const LONGEST_WORD = 64;

/**
 * Letters, marks and digits in a row. In scripts without spaces each character is a word, so that part of a sentence is
 * found as a sequence; also in Korean, whose words contain other words and particles. Everything else separates words,
 * also the hyphen and the colon in Finnish: "EU:n" is "eu" and "n", and is found by "EU".
 */
const SINGLE = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Hangul}]';
/** A Korean syllable that is written as separate letters. */
const JAMO = '[\\u1100-\\u115f]+[\\u1160-\\u11a7]+[\\u11a8-\\u11ff]*';
const WORD = new RegExp(`${JAMO}|${SINGLE}\\p{M}*|(?:(?!${SINGLE})[\\p{L}\\p{N}\\p{M}])+`, 'gu');

/** The words of a text, in order. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(WORD)) {
    const written = match[0];
    words.push({ start: match.index, end: match.index + written.length, form: formOf(written) });
  }
  return words;
}

const WHOLE_WORD = /^[\p{L}\p{N}\p{M}]+$/u;

function formOf(written: string): string {
  const compatible = written.normalize('NFKC');
  // A fraction or a unit in one character would become signs that are not letters.
  const form = (WHOLE_WORD.test(compatible) ? compatible : written.normalize('NFC')).toLowerCase();
  return form.length <= LONGEST_WORD ? form : form.slice(0, LONGEST_WORD).replace(/[\ud800-\udbff]$/, '');
}

/** A word without diacritics: "yö" as "yo", "š" as "s", "ß" as "ss". Equal to the word when it has none. */
export function bareFormOf(form: string): string {
  if (ASCII.test(form)) return form;
  return form
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßøæœđłı]/g, (letter) => LETTERS_WITHOUT_MARKS[letter] ?? letter);
}

// eslint-disable-next-line no-control-regex -- the whole of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/;

/** Letters that Unicode does not decompose. */
const LETTERS_WITHOUT_MARKS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ł: 'l',
  ı: 'i',
};
