import { expect, test } from 'vitest';
import { LanguageState } from '../../../src-renderer/state/language.svelte.ts';

const full = (needed: string) => ({ code: 'disk-full', details: { path: '/mallit', needed, free: '612 kB' } }) as const;
const plain = (sentence: string) => sentence.replace(/\s/g, ' ');

test('sizes in sentences are written as the language does', () => {
  const finnish = plain(new LanguageState(() => 'fi').sentence(full('4.9 GB')));
  expect([finnish.includes('4,9 Gt'), finnish.includes('612 kt')]).toEqual([true, true]);
  const english = plain(new LanguageState(() => 'en').sentence(full('4.9 GB')));
  expect([english.includes('4.9 GB'), english.includes('612 kB')]).toEqual([true, true]);
});

test('a detail that is no size stays as it is', () => {
  const error = { code: 'model-unknown', details: {} } as const;
  const language = new LanguageState(() => 'fi');
  expect(language.sentence(error)).toBe('Mallia ei enää ole kirjastossa. Valitse toinen malli.');
  expect(language.sentence(full('?'))).toContain('?');
  expect(language.sentence({ code: 'path-missing', details: { path: '/data/4.9 GB' } })).toContain('/data/4.9 GB');
});
