import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sentenceOf } from '#contract/error-sentences';
import { SarviError } from '#contract/errors';
import { reasonSentences } from '#contract/reason-sentences';
import { because, reasonText, type ReasonCode } from '#contract/reasons';
import { describeExit } from '../../../src-main/core/engine/describe-exit.ts';

const codes = Object.keys(reasonSentences) as ReasonCode[];
const formsOf = (code: ReasonCode, language: 'fi' | 'en'): string[] => {
  const words: string | { one: string; other: string } = reasonSentences[code][language];
  return typeof words === 'string' ? [words] : [words.one, words.other];
};
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test.each(codes)('%s says the same in Finnish as in English, in half a sentence', (code) => {
  const [english, finnish] = [formsOf(code, 'en'), formsOf(code, 'fi')];
  for (const [index, form] of finnish.entries()) {
    expect(places(form)).toEqual(places(english[index] ?? ''));
    expect(form).not.toMatch(/[.!?]$|\bhakemisto|\bhaara|\bkieliop|\bSarvin\b/);
  }
  for (const form of english) expect(form).not.toMatch(/[.!?]$|\b(?:lies?|holds|goes on|anew)\b/);
  if (places(english[0] ?? '').length === 0) expect(finnish).not.toEqual(english);
});

test('every code is used', () => {
  const root = join(import.meta.dirname, '../../..');
  const sources = ['src-main', 'src-renderer'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:ts|svelte)$/.test(name) && !name.endsWith('reason-sentences.ts'))
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );
  const all = sources.join('\n');
  expect(codes.filter((code) => !all.includes(`'${code}'`))).toEqual([]);
});

test('details take their places, and a reason among them becomes words too', () => {
  expect(reasonText(because('cut-short', { expected: 100, found: 7 }), 'fi')).toBe(
    'se on katkennut: odotettu koko on 100 tavua, todellinen 7',
  );
  const reason = because('ended-while-loading', { cause: because('llama-gave-up-saying', { line: 'a "b" {c}' }) });
  expect(reasonText(reason, 'fi')).toBe('moottori päättyi kesken avaamisen: llama.cpp luovutti: a "b" {c}');
  expect(reasonText(reason, 'en')).toBe('the engine ended while loading it: llama.cpp gave up: a "b" {c}');
});

test('one is counted as one', () => {
  const words = ([1, 2] as const).map((count) => reasonText(because('messages-not-indexed', { count }), 'fi'));
  expect(words).toEqual(['1 viesti puuttuu hakuindeksistä', '2 viestiä puuttuu hakuindeksistä']);
});

test('what the system calls a failure is put into words; a text that is no reason stays as it is', () => {
  expect([reasonText('EROFS', 'fi'), reasonText('disk I/O error', 'en')]).toEqual([
    'levyä voi vain lukea',
    'the disk reported an error',
  ]);
  for (const text of [
    '',
    'libcuda.so not found',
    'toString',
    'no-such-code {"a":1}',
    'cut-short {"expected":',
    'it was old',
  ]) {
    expect([reasonText(text, 'fi'), reasonText(text, 'en')]).toEqual([text, text]);
  }
});

test('a detail that quotes a file is cut, and cannot spell a reason of its own', () => {
  const long = reasonText(because('key-twice', { key: '\ud800'.repeat(1000) }), 'en');
  expect([long.length < 500, long.isWellFormed()]).toEqual([true, true]);
  for (const key of ['"x"} out-of-memory', 'out-of-memory', '{key}']) {
    expect(reasonText(because('key-twice', { key }), 'en')).toBe(`the key ${key} comes twice`);
  }
});

test('whatever way the engine ends, the reason is known in Finnish', () => {
  const exit = { code: null, signal: null, errorTail: '' };
  const ends = [
    { ...exit, errorTail: 'ggml: failed to allocate buffer' },
    ...['SIGKILL', 'SIGBUS', 'SIGSEGV', 'SIGILL', 'SIGABRT', 'SIGTERM'].map((signal) => ({ ...exit, signal })),
    { ...exit, code: 134, errorTail: 'GGML_ASSERT(n > 0) failed' },
    { ...exit, code: 0 },
    { ...exit, code: 3 },
  ];
  for (const end of ends) {
    const reason = describeExit(end);
    expect(reasonText(reason, 'fi')).not.toBe(reason);
    expect(reasonText(reason, 'fi')).not.toBe(reasonText(reason, 'en'));
  }
});

test('a Finnish sentence is Finnish to its end, and a log has English words', () => {
  const error = new SarviError('engine-crashed', { reason: because('out-of-memory') });
  expect(sentenceOf(error, 'fi')).toBe(
    'Moottori pysähtyi kesken vastauksen (muisti loppui). Siihenastinen teksti on tallessa. Paina Jatka; jos muisti loppuu taas, valitse pienempi malli.',
  );
  expect(sentenceOf(error, 'en')).toContain('(it ran out of memory)');
  expect(error.message).toBe('engine-crashed: reason "it ran out of memory"');
});
