/** Files that pandoc and LibreOffice have made of one text, against that text. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from './parse.ts';

const readFixture = async (name: string): Promise<string> =>
  (await parse(Uint8Array.from(readFileSync(join(import.meta.dirname, 'fixtures', name))), name))?.text ?? '';

/** Of each format, what it can keep. */
const FORMULA = '\\frac{a+b}{2}';
const WORDS = [
  '# Yleistä äyriäisistä',
  'Tämä on **tärkeä** kappale, jossa on *korostus*, ~~poistettu~~, H₂O ja x² sekä [linkki](https://esimerkki.fi/sivu).[^1]',
  '## Lista ja luettelo',
  '## Taulukko',
  '| Kunta | Asukkaita | Tulo |\n| --- | --- | --- |\n| Oulu | 214 633 | 20,5 |\n| Äänekoski | 18 318 | 21 |',
  'Vaakaviiva | pystyviiva. “Lainausmerkit” — ajatusviiva…',
  'Alaviite, jossa on *kursiivia*.\n\n    Toinen kappale alaviitteessä.',
];
const LISTS = ['1. Ensimmäinen\n2. Toinen\n   - sisempi ä\n   - sisempi ö\n3. Kolmas', '- piste\n- toinen piste'];
const BLOCKS = ['> Lainaus, joka on pitkä.', 'def f(x):\n    return x + 1\n```'];

test.each([
  ['pandoc.docx', [...WORDS, ...LISTS, ...BLOCKS, FORMULA]],
  ['pandoc.odt', [...WORDS, ...LISTS, ...BLOCKS, FORMULA]],
  ['pandoc.html', [...WORDS, ...LISTS, ...BLOCKS, FORMULA]],
  ['pandoc.epub', [...WORDS, ...LISTS, ...BLOCKS, FORMULA]],
  ['pandoc.rtf', WORDS],
])('%s has the words, headings, tables and notes of its source', async (name, expected) => {
  const text = await readFixture(name);
  expect(expected.filter((part) => !text.includes(part))).toEqual([]);
});
