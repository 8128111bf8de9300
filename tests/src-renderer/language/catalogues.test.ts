import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorSentences } from '#contract/error-sentences';
import { shellTexts } from '../../../src-main/shells/electron/shell-texts.ts';
import { catalogues } from '../../../src-renderer/language/catalogues.ts';
import { counted } from '../../../src-renderer/language/counted.ts';
import { Formats } from '../../../src-renderer/language/formats.ts';
import { modelName } from '../../../src-renderer/language/model-name.ts';

/** Every sentence by its path; sentences with facts in them are given marks to fill in. */
function sentences(branch: object, path = ''): [string, string][] {
  return Object.entries(branch).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') return [[here, value]];
    if (typeof value === 'function') {
      const fill = value as (...facts: unknown[]) => string;
      const isCounted = /\(count\)/.test(fill.toString().slice(0, 12));
      return [[here, isCounted ? fill(5) : fill('‹1›', '‹2›', '‹3›')]];
    }
    return sentences(value as object, here);
  });
}

const fi = sentences(catalogues.fi);
const en = sentences(catalogues.en);

test('both languages have the same sentences, and none is empty', () => {
  expect(fi.map(([path]) => path)).toEqual(en.map(([path]) => path));
  expect([...fi, ...en].filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
});

test('a fact that one language tells, the other tells too', () => {
  const marks = (sentence: string) => [...sentence.matchAll(/‹\d›/g)].map(([mark]) => mark).sort();
  for (const [index, [path, sentence]] of fi.entries()) {
    expect([path, marks(sentence)]).toEqual([path, marks(en[index]?.[1] ?? '')]);
  }
});

test('cancelling has one Finnish word in the page, its errors and the dialogs of the desktop', () => {
  const all = [...fi, ...sentences(errorSentences.fi), ...sentences(shellTexts.fi)];
  expect(all.filter(([, sentence]) => /\b(?:Peru|Perut\w*|Perun)\b/i.test(sentence))).toEqual([]);
  expect([catalogues.fi.common.cancel, shellTexts.fi.cancel]).toEqual(['Peruuta', 'Peruuta']);
});

test('every sentence is used somewhere', () => {
  const root = join(import.meta.dirname, '../../../src-renderer');
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(svelte|ts)$/.test(name) && !/^language[/\\](?:.*[/\\])?(?:en|fi)\.ts$/.test(name))
    .map((name) => readFileSync(join(root, name), 'utf8'));
  /** These are looked up by a word of the contract, by the name of a field, or as a whole list. */
  const byName = /^(details\.stops|family|import\.(running|ended|quality)|settings\.shells|sampling|examples)\./;
  const unused = en
    .map(([path]) => path)
    .filter((path) => {
      if (byName.test(path)) return false;
      const [group, key] = path.split('.') as [string, string];
      // Either with its group (`t.chat.toEnd`), or by the name that a file has given to the group or gets it by.
      const whole = new RegExp(`\\b(?:t|all)\\.${group}\\.${key}\\b`);
      const alias = new RegExp(`const (\\w+) = \\$derived\\((?:app|this\\.#app)?\\.?(?:language\\.)?t\\.${group}\\)`);
      const parts = new RegExp(`const \\{[^}]*\\b${group}\\b[^}]*\\} = app\\.language\\.t;`);
      const named = new RegExp(`(\\w+): Catalogue\\['${group}'\\]`);
      const given = new RegExp(`type Words = \\(typeof \\w+\\)\\['${group}'\\]`);
      return !sources.some((source) => {
        const names = [
          alias.exec(source)?.[1],
          named.exec(source)?.[1],
          parts.test(source) ? group : undefined,
          given.test(source) ? 't' : undefined,
        ].filter((name) => name !== undefined);
        return whole.test(source) || names.some((name) => new RegExp(`\\b${name}\\.${key}\\b`).test(source));
      });
    });
  expect(unused).toEqual([]);
});

test('counts take the plural of their language', () => {
  const files = counted('fi', { one: '# tiedosto', other: '# tiedostoa' });
  expect([files(1), files(2), files(1200)]).toEqual(['1 tiedosto', '2 tiedostoa', '1\u00a0200 tiedostoa']);
});

test('sizes, times and months are written as each language does', () => {
  const [finnish, english] = [new Formats('fi'), new Formats('en')];
  expect([finnish.bytes(4_920_734_272).replace(/\s/, ' '), english.bytes(4_920_734_272)]).toEqual([
    '4,92 Gt',
    '4.92 GB',
  ]);
  expect([english.timeLeft(200), english.duration(850)]).toEqual(['3 min 20 sec', '850 ms']);
  expect(finnish.month(new Date(2026, 7, 1).getTime())).toBe('Elokuu 2026');
});

test('single bytes have a word of their own, and shares and thousands are not broken at a line end', () => {
  const [finnish, english] = [new Formats('fi'), new Formats('en')];
  expect([0, 1, 999].map((size) => finnish.bytes(size).replace(/\s/, ' '))).toEqual(['0 tavua', '1 tavu', '999 tavua']);
  expect([0, 1, 999].map((size) => english.bytes(size))).toEqual(['0 B', '1 B', '999 B']);
  expect([0, 0.0004, 0.0006, 1].map((share) => english.probability(share))).toEqual([
    '0%',
    '<\u00a00.1%',
    '0.1%',
    '100%',
  ]);
  expect([finnish.percent(0.05), finnish.number(8192), english.percent(0.05)]).toEqual([
    '5\u00a0%',
    '8\u00a0192',
    '5%',
  ]);
});

const written = [...fi, ...sentences(errorSentences.fi), ...sentences(shellTexts.fi)];
const writtenInEnglish = [...en, ...sentences(errorSentences.en), ...sentences(shellTexts.en)];

test('one thing has one Finnish word', () => {
  // The word that is not used, and where it means another thing.
  const refused: [word: RegExp, except: RegExp][] = [
    [/\b(?:haara|haarat|haaran|haaroineen)\b/i, /^$/],
    [/\bhakemisto/i, /^$/],
    [/\badapteri/i, /^$/],
    [/\bkieliop/i, /^$/],
    [/opasmalli/i, /^$/],
    [/\bahne/i, /^$/],
    [/\bTyhjä(?::| on | pitää )/, /^$/],
    [/\bsyöt(?:e|teen)\b/i, /^asides\.input$/],
    // From the network only; a model is opened.
    [/\blada(?:ta|taan|ttu|an)\b/i, /^welcome\.guideText$|^updates\.|^update-/],
    [/\bSarvi(?:n|lle|lta|ssa|sta|a)\b/, /^$/],
    [/\bShift\b/, /^$/],
    [/\d (?:%|\d{3}\b)/, /^$/],
  ];
  const found = refused.flatMap(([word, except]) =>
    written
      .filter(([path, sentence]) => word.test(sentence) && !except.test(path))
      .map(([path]) => [path, word.source]),
  );
  expect(found).toEqual([]);
});

test('one thing has one English word, and none is stilted', () => {
  const refused = [
    /\b(?:lies?|holds?|go(?:es)? on|anew)\b/i,
    /\bcheckpoint\b/i,
    /\bbranch(?:es)?\b/i,
    /\bguide model\b/i,
    /\bnew chat\b/i,
    /\d %/,
  ];
  const found = refused.flatMap((word) =>
    writtenInEnglish.filter(([, sentence]) => word.test(sentence)).map(([path]) => [path, word.source]),
  );
  expect(found).toEqual([]);
});

test('the guide has its name in the language that is shown, and no other name is touched', () => {
  const names = ['Sarvi guide', 'Sarvi Guide', 'Sarvi guide (2)', 'Sarvi guide dog', 'Poro 2 8B', 'My Sarvi guide'];
  expect(names.map((name) => modelName(name, catalogues.fi))).toEqual([
    'Sarven opas',
    'Sarven opas',
    'Sarven opas (2)',
    'Sarvi guide dog',
    'Poro 2 8B',
    'My Sarvi guide',
  ]);
  expect(modelName('Sarvi Guide', catalogues.en)).toBe('Sarvi guide');
});
