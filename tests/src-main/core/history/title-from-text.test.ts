import { expect, test } from 'vitest';
import { titleFromText } from '../../../../src-main/core/history/title-from-text.ts';

test.each([
  ['Mikä on Suomen pääkaupunki?', 'Mikä on Suomen pääkaupunki?'],
  ['\n\n  ## *Otsikko*\nmuuta', 'Otsikko*'],
  ['> lainaus   välein\tja  sarkain', 'lainaus välein ja sarkain'],
  ['```\nconst a = 1;\n```', 'const a = 1;'],
  ['---\n***\n', ''],
  ['a\u0000b\u0007c', 'a b c'],
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
