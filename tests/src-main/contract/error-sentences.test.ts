import { expect, it } from 'vitest';
import { errorSentences, fillSentence, sentenceOf } from '#contract/error-sentences';
import { ERROR_CODES, SarviError, type ErrorCode } from '#contract/errors';

const places = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

it('has a sentence for every code in both languages, and no others', () => {
  expect(Object.keys(errorSentences.fi).sort()).toEqual([...ERROR_CODES].sort());
  expect(Object.keys(errorSentences.en).sort()).toEqual([...ERROR_CODES].sort());
});

it.each(ERROR_CODES)('says the same facts of %s in Finnish as in English, in whole sentences', (code) => {
  const { [code]: english } = errorSentences.en;
  const { [code]: finnish } = errorSentences.fi;
  expect(places(finnish)).toEqual(places(english));
  for (const sentence of [english, finnish]) expect(sentence).toMatch(/^([\p{Lu}{]|llama\.cpp ).*[.?!]$/su);
  expect(finnish).not.toBe(english);
});

/** These only tell that something is over or away, or what Sarvi has done about it; there is nothing to do. */
const WITHOUT_A_STEP: readonly ErrorCode[] = [
  'cancelled',
  'unsupported-in-shell',
  'licence-not-accepted',
  'import-unknown',
  'generation-unknown',
  'message-unknown',
  'removal-unknown',
  'transfer-unknown',
  'folder-unknown',
  'tag-unknown',
];

it.each(ERROR_CODES.filter((code) => !WITHOUT_A_STEP.includes(code)))('says what to do about %s', (code) => {
  for (const language of ['en', 'fi'] as const) {
    const steps = errorSentences[language][code].replace(/\[[^\]]*\]/g, '').split(/(?<=[.;:]) /);
    expect(steps.length).toBeGreaterThan(1);
    // What went wrong stands before it.
    expect(steps.at(-1)).not.toMatch(/^\{reason\}\.$/);
  }
});

it('fills in the details', () => {
  const error = new SarviError('port-unavailable', { port: 80, reason: 'EACCES' });
  expect(sentenceOf(error.toReport(), 'en')).toMatch(/^The port 80 .*\(the system does not allow it\)/);
  expect(fillSentence('{a} {b}', { a: 1 })).toBe('1 ?');
});

it('writes sizes as the language does, and only sizes', () => {
  const error = { code: 'disk-full', details: { path: '/d/4.9 GB', needed: '4.9 GB', free: '612 B' } } as const;
  expect(sentenceOf(error, 'fi')).toBe(
    'Levy, jolla /d/4.9 GB sijaitsee, on täynnä: tilaa tarvitaan 4,9 Gt, ja vapaana on 612 tavua. Vapauta tilaa ja yritä uudelleen.',
  );
  expect(sentenceOf(error, 'en')).toContain('full: 4.9 GB is needed, and 612 B is free.');
});

it('a part in brackets is there only with all of its details', () => {
  const full = (details: Record<string, string>) => sentenceOf({ code: 'disk-full', details }, 'en');
  expect(full({ path: '/d', needed: '5 GB', free: '1 GB' })).toContain('full: 5 GB is needed, and 1 GB is free.');
  expect(full({ path: '/d' })).toBe('The disk of /d is full. Free some space and try again.');
});
