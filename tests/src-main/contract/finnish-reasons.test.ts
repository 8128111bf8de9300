import { expect, test } from 'vitest';
import { sentenceOf } from '#contract/error-sentences';
import { finnishReason } from '#contract/finnish-reasons';
import { describeExit } from '../../../src-main/core/engine/describe-exit.ts';

test('a reason is translated by its pattern, with what varies in its place', () => {
  expect(finnishReason('it is cut short: 100 bytes expected, 7 found')).toBe(
    'se on katkennut: odotettu koko on 100 tavua, todellinen 7',
  );
  expect(finnishReason('the engine ended while loading it: it ran out of memory')).toBe(
    'moottori päättyi kesken latauksen: muisti loppui',
  );
});

test('a reason that nobody knows stays as it is', () => {
  expect(finnishReason('EIO')).toBe('EIO');
});

test('every way in which the engine can end has its Finnish', () => {
  const exit = { code: null, signal: null, errorTail: '' };
  const ends = [
    { ...exit, code: 1, errorTail: 'bad_alloc' },
    ...['SIGKILL', 'SIGBUS', 'SIGSEGV', 'SIGILL', 'SIGABRT', 'SIGTERM'].map((signal) => ({ ...exit, signal })),
    { ...exit, code: 134, errorTail: 'GGML_ASSERT(n > 0) failed' },
    { ...exit, code: 0 },
    { ...exit, code: 3 },
  ];
  for (const end of ends) {
    const reason = describeExit(end);
    expect(finnishReason(reason)).not.toBe(reason);
  }
});

test('a Finnish sentence is Finnish to its end', () => {
  const error = { code: 'engine-crashed', details: { reason: 'it ran out of memory' } } as const;
  expect(sentenceOf(error, 'fi')).toBe(
    'Moottori pysähtyi kesken vastauksen (muisti loppui). Siihenastinen teksti on tallessa. Paina Jatka; jos muisti loppuu taas, valitse pienempi malli.',
  );
  expect(sentenceOf(error, 'en')).toContain('(it ran out of memory)');
});
