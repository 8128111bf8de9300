/** A word of a text: where it stands in it, in UTF-16 units, and its indexed form. */
export interface Word {
  readonly start: number;
  readonly end: number;
  /** NFKC (the ligature "ﬁ" as "fi", full-width letters as others), lower case; å, ä and ö are letters of their own. */
  readonly form: string;
}

/** Longer ones are no words but encoded bytes; a prefix of them is enough to find them and keeps the index small. */
const LONGEST_WORD = 64;

/**
 * Letters, marks and digits in a row. Scripts written without spaces give one word for each character, so that a part
 * of a sentence is found as a sequence of them; Korean too, whose words hold others and carry particles. Everything else separates, the hyphen and the colon of Finnish too:
 * "EU:n" is "eu" and "n", and is found by "EU".
 */
const SINGLE = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Hangul}]';
/** A syllable whose letters are written one by one. */
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
  // A fraction or a unit in one character would fall apart into signs that are no letters.
  const form = (WHOLE_WORD.test(compatible) ? compatible : written.normalize('NFC')).toLowerCase();
  return form.length <= LONGEST_WORD ? form : form.slice(0, LONGEST_WORD).replace(/[\ud800-\udbff]$/, '');
}

/** A word without its diacritics: "yö" as "yo", "š" as "s", "ß" as "ss". Equal to the word when it has none. */
export function bareFormOf(form: string): string {
  if (ASCII.test(form)) return form;
  return form
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßøæœđłı]/g, (letter) => LETTERS_WITHOUT_MARKS[letter] ?? letter);
}

// eslint-disable-next-line no-control-regex -- the whole of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/;

/** Letters that Unicode does not take apart. */
const LETTERS_WITHOUT_MARKS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ł: 'l',
  ı: 'i',
};
