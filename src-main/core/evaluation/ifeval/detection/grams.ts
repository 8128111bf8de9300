import { isUpper } from '../python/text.ts';
import type { Evening, LanguageProfiles } from './language-profiles.ts';

const ADDRESS = /https?:\/\/[-_.?&~;+=/#0-9A-Za-z]{1,2076}/g;
const MAIL = /[-_.0-9A-Za-z]{1,64}@[-_0-9A-Za-z]{1,255}[-_.0-9A-Za-z]{1,255}/g;
const MOST_CHARACTERS = 10_000;
const LONGEST = 3;

/** The known sequences of up to three characters in a text, in order. Those within a run of capitals are left out. */
export function gramsOf(text: string, { grams, evening }: LanguageProfiles): string[] {
  const found: string[] = [];
  let recent = [' '];
  let isInCapitals = false;
  for (const raw of relevantCharacters(text, evening)) {
    const character = even(raw, evening);
    const last = recent.at(-1) ?? ' ';
    if (last === ' ') {
      recent = [' '];
      isInCapitals = false;
      if (character === ' ') continue;
    } else if (recent.length >= LONGEST) recent = recent.slice(1);
    recent = [...recent, character];
    isInCapitals = isUpper(character) && (isInCapitals || isUpper(last));
    if (isInCapitals) continue;
    for (let length = 1; length <= recent.length; length += 1) {
      const gram = recent.slice(-length).join('');
      if (gram !== ' ' && grams.has(gram)) found.push(gram);
    }
  }
  return found;
}

/** Without addresses and doubled blanks, and without Latin letters where most of the text is in another script. */
function relevantCharacters(text: string, evening: Evening): string[] {
  const characters: string[] = [];
  let before = '';
  for (const character of joinMarks(text.replace(ADDRESS, ' ').replace(MAIL, ' '), evening)) {
    if (characters.length >= MOST_CHARACTERS) break;
    if (character !== ' ' || before !== ' ') characters.push(character);
    before = character;
  }
  let latin = 0;
  let other = 0;
  for (const character of characters) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x41 && code <= 0x7a) latin += 1;
    else if (code >= 0x300 && !(code >= 0x1e00 && code <= 0x1eff)) other += 1;
  }
  if (latin * 2 >= other) return characters;
  return characters.filter((character) => character < 'A' || character > 'z');
}

/** A Vietnamese letter with its mark as one character. */
function joinMarks(text: string, { vietnamese: { letters, marks, joined } }: Evening): string {
  const pairs = new RegExp(`([${letters}])([${marks}])`, 'gu');
  return text.replace(
    pairs,
    (pair, letter: string, mark: string) => joined[marks.indexOf(mark)]?.[letters.indexOf(letter)] ?? pair,
  );
}

/** Blanks for signs, one character for each of the large scripts of Asia. */
function even(character: string, { excluded, kanji }: Evening): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return /[A-Za-z]/.test(character) ? character : ' ';
  if (code < 0x100) return excluded.includes(character) ? ' ' : character;
  if (code === 0x219) return '\u015f';
  if (code === 0x21b) return '\u0163';
  if (code >= 0x2000 && code <= 0x206f) return ' ';
  if (code === 0x6cc) return '\u064a';
  if (code >= 0x1ea0 && code <= 0x1eff) return '\u1ec3';
  if (code >= 0x3040 && code <= 0x309f) return '\u3042';
  if (code >= 0x30a0 && code <= 0x30ff) return '\u30a2';
  if ((code >= 0x3100 && code <= 0x312f) || (code >= 0x31a0 && code <= 0x31bf)) return '\u3105';
  if (code >= 0x4e00 && code <= 0x9fff) return kanji.get(character) ?? character;
  if (code >= 0xac00 && code <= 0xd7af) return '\uac00';
  return character;
}
