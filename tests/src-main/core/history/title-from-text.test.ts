import { describe, expect, test } from 'vitest';
import { headingOf, makeTitle, titleFromText } from '../../../../src-main/core/history/title-from-text.ts';

test.each([
  ['Mikä on Suomen pääkaupunki?', 'Mikä on Suomen pääkaupunki?'],
  ['Kerro Suomen historiasta.', 'Kerro Suomen historiasta'],
  ['Hmm...', 'Hmm...'],
  ['\n\n  ## *Otsikko*\nmuuta', 'Otsikko'],
  ['- **Tärkeää:** katso [ohje](https://esimerkki.fi) ja `koodi`', 'Tärkeää: katso ohje ja koodi'],
  ['Nimeä my_var_name ja _tämä_ uudelleen', 'Nimeä my_var_name ja tämä uudelleen'],
  ['Laske 2 * 3 * 4', 'Laske 2 * 3 * 4'],
  ['1. maailmansodan syyt', '1. maailmansodan syyt'],
  ['-5 astetta', '-5 astetta'],
  ['> lainaus   välein\tja  sarkain', 'lainaus välein ja sarkain'],
  // Code only when there is nothing else.
  ['```\nconst a = 1;\n```', 'const a = 1;'],
  ['```js\nconst a = 1;\n```\nMitä tämä tekee?', 'Mitä tämä tekee?'],
  ['---\n***\n', ''],
  ['a\u0000b\u0007c', 'a b c'],
  // What is read from right to left is not turned round.
  ['Kuva \u202egpj.exe', 'Kuva gpj.exe'],
  // The greeting goes, the point stays.
  ['Hei! Osaatko kertoa Kalevalasta?', 'Osaatko kertoa Kalevalasta?'],
  ['Moikka, miten leivotaan pullaa', 'Miten leivotaan pullaa'],
  ['Hyvää päivää\n\nTarvitsen apua verotuksessa.', 'Tarvitsen apua verotuksessa'],
  ['Hello there! what is entropy?', 'What is entropy?'],
  // Words that only begin like one.
  ['Hei-maasta lähtevät linnut', 'Hei-maasta lähtevät linnut'],
  ['Hieno sää', 'Hieno sää'],
  ['Highway code in Finland', 'Highway code in Finland'],
  ['Tervehdyksen historia', 'Tervehdyksen historia'],
  // A long text by its first sentence, when it has one of the right length.
  [
    'Mistä sana sauna tulee? Kerro tarkasti ja anna esimerkkejä muista kielistä, jos niitä on.',
    'Mistä sana sauna tulee?',
  ],
  [
    'What is the capital of Finland? Please answer in one word only and do not explain anything.',
    'What is the capital of Finland?',
  ],
  [
    'Mitä tapahtui 6. joulukuuta 1917? Selitä taustat ja seuraukset niin tarkasti kuin osaat.',
    'Mitä tapahtui 6. joulukuuta 1917?',
  ],
  [
    'Vertaile kaupunkeja, esim. Helsinkiä ja Tamperetta, väkiluvun ja pinta-alan mukaan',
    'Vertaile kaupunkeja, esim. Helsinkiä ja Tamperetta…',
  ],
  [
    'Kerro minulle mahdollisimman tarkasti, miten kahvia keitetään perinteisellä pannulla',
    'Kerro minulle mahdollisimman tarkasti, miten kahvia…',
  ],
])('%j is titled %j', (text, title) => {
  expect(titleFromText(text)).toBe(title);
});

test('a first word longer than a title is cut through, but no emoji is', () => {
  expect(titleFromText('x'.repeat(500))).toBe(`${'x'.repeat(60)}…`);
  expect(titleFromText(`x${'😀'.repeat(100)}`)).toBe(`x${'😀'.repeat(29)}…`);
});

test('a title tells what it lacks', () => {
  expect(makeTitle('Moi!')).toEqual({ title: 'Moi!', lack: 'only-greeting' });
  expect(makeTitle('Hello there.')).toEqual({ title: 'Hello there', lack: 'only-greeting' });
  expect(makeTitle('')).toEqual({ title: '', lack: null });
  expect(makeTitle('Mikä on entropia?')).toEqual({ title: 'Mikä on entropia?', lack: null });
  expect(makeTitle('sana '.repeat(50)).lack).toBe('cut');
});

test('ten thousand lines, or one of ten million characters, take no longer than others', () => {
  expect(titleFromText(`${'\n'.repeat(10_000)}x`)).toBe('x');
  expect(titleFromText('*'.repeat(10_000_000))).toBe('');
  expect(titleFromText(`[${'('.repeat(10_000_000)}`)).toBe('');
});

describe('an answer', () => {
  test.each([
    ['# Suomen itsenäistyminen\n\nSuomi...', 'Suomen itsenäistyminen'],
    ['### **Pannukahvin ohje** ###\n1. Kuumenna', 'Pannukahvin ohje'],
    ['Tässä essee.\n\n**The Winter War:**\n\nText', 'The Winter War'],
  ])('%j has the heading %j', (answer, heading) => {
    expect(headingOf(answer)).toBe(heading);
  });

  test.each([
    'Helsinki on Suomen pääkaupunki.',
    '## Vastaus\n\nHelsinki.',
    '## Summary\nIt is.',
    '# \n\nteksti',
    'Yksi.\n\nKaksi.\n\nKolme.\n\n## Loppu',
    '**Helsinki** on pääkaupunki.',
    '#suomi on hieno',
    `# ${'pitkä '.repeat(20)}`,
    '',
  ])('%j has no heading that names it', (answer) => {
    expect(headingOf(answer)).toBe(null);
  });
});
