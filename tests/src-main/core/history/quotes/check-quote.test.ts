import { expect, test } from 'vitest';
import { findExactly, findNearly, QuotedFile } from '../../../../../src-main/core/history/quotes/check-quote.ts';
import { foldText } from '../../../../../src-main/core/history/quotes/fold-text.ts';
import { indexOf } from '../../../../../src-main/core/history/quotes/index-of.ts';
import { pick, randomOf } from '../../../../builders/random.ts';

const TEXT = `# Talon säännöt

Hiljaisuus alkaa **klo 22** ja päättyy klo 7. Älä jätä polkupyörää porraskäytävään!
Sauna on ”lämmin” per\u00ADjan\u00ADtaisin – ei muulloin.`;

function places(text: string, quote: string) {
  const file = new QuotedFile(text);
  const place = findExactly(quote, file) ?? findNearly(quote, file);
  return (
    place && { found: place.ranges.map(({ start, end }) => text.slice(start, end)), differences: place.differences }
  );
}

test('finds the same letters', () => {
  const quote = 'Älä jätä polkupyörää porraskäytävään!';
  expect(places(TEXT, quote)).toEqual({ found: [quote], differences: [] });
});

test.each([
  ['capitals', 'hiljaisuus ALKAA **klo 22** ja', 'Hiljaisuus alkaa **klo 22** ja', ['case']],
  ['formatting', 'Hiljaisuus alkaa klo 22 ja', 'Hiljaisuus alkaa **klo 22** ja', ['formatting']],
  ['spaces', 'klo 7.\nÄlä  jätä', 'klo 7. Älä jätä', ['spaces']],
  ['a line end', 'porraskäytävään! Sauna on', 'porraskäytävään!\nSauna on', ['spaces']],
  [
    'quotation marks',
    'Sauna on "lämmin" per\u00ADjan\u00ADtaisin',
    'Sauna on ”lämmin” per\u00ADjan\u00ADtaisin',
    ['marks'],
  ],
  ['soft hyphens', 'perjantaisin – ei muulloin', 'per\u00ADjan\u00ADtaisin – ei muulloin', ['hidden']],
  ['dashes', 'per\u00ADjan\u00ADtaisin - ei muulloin', 'per\u00ADjan\u00ADtaisin – ei muulloin', ['marks']],
  ['a mark at the end', 'Älä jätä polkupyörää porraskäytävään.', 'Älä jätä polkupyörää porraskäytävään', ['marks']],
  ['accents in two characters', 'A\u0308la\u0308 ja\u0308ta\u0308 polku', 'Älä jätä polku', ['unicode', 'cut-word']],
  ['half a word', 'jätä polkupyörää porras', 'jätä polkupyörää porras', ['cut-word']],
  ['several', '"ÄLÄ jätä polkupyörää"', 'Älä jätä polkupyörää', null],
])('finds the same words with other %s, and says what differs', (_kind, quote, found, differences) => {
  const place = places(TEXT, quote);
  if (differences === null) expect(place).toBeNull();
  else expect(place).toEqual({ found: [found], differences });
});

test.each(['Älä jätä pyörää porraskäytävään', 'klo 23 ja päättyy', 'Hiljaisuus päättyy klo 22', ''])(
  'does not find other words: %j',
  (quote) => {
    expect(findNearly(quote, new QuotedFile(TEXT))).toBeNull();
  },
);

test('finds the pieces of a quotation that leaves something out, in their order', () => {
  expect(places(TEXT, 'Hiljaisuus alkaa klo 22 […] porraskäytävään!')).toEqual({
    found: ['Hiljaisuus alkaa **klo 22', 'porraskäytävään'],
    differences: ['left-out'],
  });
  expect(places(TEXT, 'Älä jätä polkupyörää … Hiljaisuus alkaa')).toBeNull();
  expect(places(TEXT, 'Sauna … ei')).toBeNull();
});

test('prefers whole words to a nearer place inside words', () => {
  expect(findExactly('on se talo', new QuotedFile('non se talossa, on se talo'))?.ranges).toEqual([
    { start: 16, end: 26 },
  ]);
});

test('does not take half a character', () => {
  expect(findExactly('se on a', new QuotedFile('se on a\u0308'))).toBeNull();
  expect(findExactly('se on \ud83d', new QuotedFile('se on \ud83d\ude00'))).toBeNull();
  expect(places('käyttö: se on 👍🏽', 'se on 👍🏽')?.differences).toEqual([]);
});

test('right-to-left text and ligatures', () => {
  expect(places('אמר: שלום לך עולם טוב', 'שלום לך עולם')?.differences).toEqual([]);
  expect(places('se on o\ufb03ce nyt', 'se on office nyt')?.differences).toEqual(['unicode']);
  // Powers and fractions are not what they resemble.
  expect(places('arvo on 10² metriä', 'arvo on 102 metriä')).toBeNull();
});

test('folds back to the place that a letter came from', () => {
  const random = randomOf(11);
  const pieces = ['a', 'Ä', 'a\u0308', ' ', '\n', '\u00ad', '*', '”', '–', '…', '\ufb01', '👍', 'İ', '\ud800', '# '];
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from({ length: 20 }, () => pick(random, pieces)).join('');
    const { text: folded, starts, ends } = foldText(text);
    expect(starts).toHaveLength(folded.length);
    for (let unit = 0; unit < folded.length; unit += 1) {
      const own = foldText(`x${text.slice(starts[unit], ends[unit])}`).text;
      expect(own).toContain(folded[unit]);
      expect(starts[unit]).toBeGreaterThanOrEqual(starts[unit - 1] ?? 0);
    }
  }
});

test('finds what indexOf finds', () => {
  const random = randomOf(12);
  const word = (length: number) => Array.from({ length }, () => pick(random, ['a', 'b'])).join('');
  for (let round = 0; round < 2000; round += 1) {
    const [text, pattern] = [word(30), word(1 + Math.floor(random() * 6))];
    const from = Math.floor(random() * 10);
    expect(indexOf(text, pattern, from)).toBe(text.indexOf(pattern, from));
  }
});

test('looks through five million characters that repeat themselves', () => {
  const file = new QuotedFile('a'.repeat(5_000_000));
  expect(findExactly(`${'a'.repeat(2000)}b${'a'.repeat(2000)}`, file)).toBeNull();
  expect(findNearly(`${'a'.repeat(4000)}b`, file)).toBeNull();
});
