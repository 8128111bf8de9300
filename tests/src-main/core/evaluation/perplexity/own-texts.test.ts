import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { OWN_TEXTS } from '#contract/perplexities';
import { readSource } from '../../../../../src-main/core/evaluation/perplexity/read-source.ts';

const RESOURCES = join(import.meta.dirname, '../../../../../resources');
const LETTERS = { fi: /[äö]/gi, en: /[wx]/gi };

it.each(OWN_TEXTS)('the own text in %s has 60 KB of prose that does not repeat itself', async (language) => {
  const { text, own, name } = await readSource({ kind: 'own', language }, RESOURCES);
  expect([own, name]).toEqual([language, `${language}.txt`]);
  expect(Buffer.byteLength(text)).toBeGreaterThanOrEqual(60 * 1024);
  expect(text).toBe(text.normalize('NFC').trim());
  expect(text).not.toContain('\r');
  const sentences = text.split(/(?<=[.!?])\s+/).filter((sentence) => sentence.length > 40);
  expect(sentences.length).toBeGreaterThan(400);
  expect(new Set(sentences).size).toBe(sentences.length);
  // A share of letters that the other language has hardly any of.
  expect((text.match(LETTERS[language]) ?? []).length / text.length).toBeGreaterThan(0.015);
});

it('both tell the same: as many paragraphs', async () => {
  const [fi, en] = await Promise.all(
    OWN_TEXTS.map((language) => readFile(join(RESOURCES, 'texts', `${language}.txt`), 'utf8')),
  );
  expect(fi?.split('\n\n').length).toBe(en?.split('\n\n').length);
});
