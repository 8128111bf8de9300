import { expect, onTestFinished, test } from 'vitest';
import { cutParts } from '../../../../../src-main/core/history/passages/cut-parts.ts';
import { cutPassages } from '../../../../../src-main/core/history/passages/cut-passages.ts';
import { questionWords } from '../../../../../src-main/core/history/passages/question-words.ts';
import { TextShelf } from '../../../../../src-main/core/history/passages/text-shelf.ts';
import { pick, randomOf } from '../../../../builders/random.ts';

const FILLING = 'Muuta asiaa tässä kappaleessa, joka ei kerro mitään erityistä. '.repeat(12).trim();
const TEXT = `# Talo

Taloyhtiön säännöt.

## Sauna

Yhteinen lenkkisauna lämmitetään perjantaisin.

${FILLING}

## Piha

Polkupyörät säilytetään kellarissa. Lumityöt tekee huoltoyhtiö.

${FILLING}`;

function shelfWith(text = TEXT) {
  const shelf = new TextShelf();
  onTestFinished(() => shelf.close());
  const { textId } = shelf.open({ text });
  const find = (question: string, mostTokens = 400) => shelf.find({ textIds: [textId], question, mostTokens });
  return { shelf, textId, find };
}

test.each([
  ['saunassa', 'Sauna'],
  ['Milloin saunoissa on lämmintä?', 'Sauna'],
  ['Mitä kellareissa on?', 'kellarissa'],
  ['Missä pyöräni on?', 'Polkupyörät'],
  ['polkupyörrät', 'Polkupyörät'],
])('finds a passage by other forms, compounds and slips: %s', (question, marked) => {
  const { find } = shelfWith();
  const { how, passages } = find(question);
  expect(how).toBe('found');
  expect(passages[0]?.chosen).toBe(true);
  expect(passages[0]?.snippet.filter((part) => part.marked).map(({ text }) => text)).toContain(marked);
});

test('a passage comes with its place and its headings', () => {
  const { find } = shelfWith();
  const [passage] = find('lumityöt').passages;
  expect(passage?.headings).toEqual(['Talo', 'Piha']);
  expect(TEXT.slice(passage?.start, passage?.end)).toContain('Lumityöt tekee huoltoyhtiö.');
});

test.each(['', 'mikä se on?', 'What is it?', '?!'])(
  'without a word to look for it is the beginning: %j',
  (question) => {
    const { how, passages } = shelfWith().find(question);
    expect(how).toBe('beginning');
    expect(passages[0]?.start).toBe(0);
  },
);

test('says when nothing is found', () => {
  expect(shelfWith().find('krokotiili')).toEqual({ how: 'nothing', passages: [] });
});

test('chooses no more than there is room for', () => {
  const { find } = shelfWith(
    Array.from({ length: 200 }, (_, n) => `Sauna ${n}. ${FILLING.slice(0, 400)}`).join('\n\n'),
  );
  const { passages } = find('sauna', 500);
  const chosen = passages.filter((passage) => passage.chosen);
  expect(chosen.length).toBeGreaterThan(0);
  expect(chosen.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(500);
  expect(passages.length).toBeGreaterThan(chosen.length);
  expect(find('sauna', 0).passages.some((passage) => passage.chosen)).toBe(false);
});

test('looks in several texts, and says which has it', () => {
  const { shelf, textId } = shelfWith();
  const other = shelf.open({ text: 'Saunaa ei ole.\n' }).textId;
  const { passages } = shelf.find({ textIds: [textId, other], question: 'sauna', mostTokens: 400 });
  expect(new Set(passages.map((passage) => passage.textId))).toEqual(new Set([textId, other]));
  expect(shelf.open({ text: TEXT }).textId).toBe(textId);
});

test('forgets the text that was not used for the longest time, and says so', () => {
  const { shelf, textId } = shelfWith();
  for (let number = 0; number < 4; number += 1) shelf.open({ text: `${number}`.padEnd(4_500_000, ' a') });
  expect(() => shelf.parts({ textId, mostTokens: 100 })).toThrow('document-unknown');
});

test('passages in a row are the whole text', () => {
  const random = randomOf(5);
  const pieces = [
    '# A',
    '## B',
    '\n',
    '\n\n',
    'Sana. ',
    'sanaa',
    '👍',
    'ä'.repeat(500),
    ' ',
    '\ud800',
    '####### x',
    '\t',
  ];
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from({ length: 40 }, () => pick(random, pieces)).join('');
    const passages = cutPassages(text);
    expect(passages.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
    for (const { start, end } of passages) {
      expect(end - start).toBeLessThanOrEqual(1500);
      expect(text.slice(start, end)).toBe(text.slice(start, end).replace(/^[\udc00-\udfff]/, ''));
    }
    const parts = cutParts(text, passages, 200);
    expect(parts.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
  }
});

test('parts begin at headings where they can, and have room', () => {
  const parts = cutParts(TEXT, cutPassages(TEXT), 300);
  expect(parts.length).toBeGreaterThan(1);
  for (const { tokens } of parts) expect(tokens).toBeLessThanOrEqual(600);
  expect(parts[0]?.beginning).toMatch(/^# Talo Taloyhtiön/);
});

test('a question is its words, each once', () => {
  expect(questionWords('Mitä saunasta sanotaan, saunasta?')).toEqual(['saunasta']);
  expect(questionWords('x on 5?')).toEqual(['5']);
});
