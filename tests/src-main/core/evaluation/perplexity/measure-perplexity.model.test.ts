import { existsSync, readdirSync } from 'node:fs';
import { readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readBaseHeader } from '../../../../../src-main/core/evaluation/perplexity/base-file.ts';
import { perplexityFigures } from '../../../../../src-main/core/evaluation/perplexity/figures.ts';
import {
  measurePerplexity,
  type PerplexityOutcome,
  type PerplexityRequest,
} from '../../../../../src-main/core/evaluation/perplexity/measure-perplexity.ts';
import type { Scorer } from '../../../../../src-main/core/scoring/scorer.ts';
import { guideModel } from '../../../../builders/guide-gguf.ts';
import { openScorer } from '../../../../builders/scorer.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';
import { writeTinyGguf } from '../../../../builders/tiny-gguf.ts';

const TEXT = await readFile(join(import.meta.dirname, '../../../../../LICENSE'), 'utf8');

async function measure(
  scorer: Scorer,
  request: Partial<PerplexityRequest> = {},
  watch: { signal?: AbortSignal; onProgress?: (phase: string, fraction: number) => void } = {},
): Promise<PerplexityOutcome> {
  const { signal = new AbortController().signal, onProgress = () => undefined } = watch;
  const model = await guideModel('Q4_K_M');
  const usual = { model, base: null, baseFile: null, text: TEXT, contextTokens: 128, mostChunks: 6 };
  return measurePerplexity(scorer, { ...usual, ...request }, { signal, onProgress });
}

it('tells the same side by side, in turn and through a base file, and leaves nothing on the disk', async () => {
  const base = await guideModel('F32');
  const together = await openScorer();
  const sideBySide = await measure(together.scorer, { base });
  const fits = { fitsWith: () => Promise.resolve(false) };
  const apart = await openScorer({ fits });
  const fractions: number[] = [];
  const inTurn = await measure(apart.scorer, { base }, { onProgress: (_, fraction) => fractions.push(fraction) });
  expect(perplexityFigures(inTurn)).toEqual(perplexityFigures(sideBySide));
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
  expect(readdirSync(apart.folder)).toEqual([]);

  const path = join(await temporaryFolder(), 'base.kld');
  const written = await measure(together.scorer, { model: base, baseFile: { mode: 'write', path } });
  expect(written.against).toBeNull();
  expect(existsSync(`${path}.sarvi-partial`)).toBe(false);
  expect((await readBaseHeader(path)).tokens).toEqual(sideBySide.header.tokens);
  const read = await measure(together.scorer, { text: '', baseFile: { mode: 'read', path } });
  expect(perplexityFigures(read)).toEqual(perplexityFigures(sideBySide));
  expect(read.samples).toHaveLength(6 * 63);

  // Both at once: the base is written while the model is held against it.
  const again = join(await temporaryFolder(), 'again.kld');
  const both = await measure(together.scorer, { base, baseFile: { mode: 'write', path: again } });
  expect(perplexityFigures(both)).toEqual(perplexityFigures(sideBySide));
  expect(await readFile(again)).toEqual(await readFile(path));

  await truncate(path, (await stat(path)).size - 1);
  await expect(measure(together.scorer, { text: '', baseFile: { mode: 'read', path } })).rejects.toMatchObject({
    code: 'base-file-refused',
  });
});

it('finds a model equal to itself, but for the rounding to 16 bits', async () => {
  const { scorer } = await openScorer();
  const model = await guideModel('F32');
  const figures = perplexityFigures(await measure(scorer, { model, base: model }));
  expect(figures.against?.sameTop.value).toBe(1);
  expect(Math.abs(figures.against?.divergence.value ?? 1)).toBeLessThan(1e-4);
  expect(figures.against?.correlation).toBeGreaterThan(0.95);
});

it('refuses a text of fewer than two chunks, chunks longer than trained for, and another vocabulary', async () => {
  const { scorer } = await openScorer();
  const code = (run: Promise<unknown>): Promise<unknown> =>
    run.then(
      () => null,
      (error: { code: string }) => error.code,
    );
  expect(await code(measure(scorer, { text: 'Lyhyt teksti.' }))).toBe('text-refused');
  expect(await code(measure(scorer, { contextTokens: 4096, text: TEXT.repeat(4) }))).toBe('text-refused');
  const tiny = join(await temporaryFolder(), 'tiny.gguf');
  await writeTinyGguf(tiny, { tokens: ['a', 'b', 'c', 'd'] });
  expect(await code(measure(scorer, { base: { id: 'tiny', name: 'Tiny', path: tiny } }))).toBe('vocabularies-differ');
  const folder = await temporaryFolder();
  expect(await code(measure(scorer, { baseFile: { mode: 'write', path: folder } }))).toBe('write-failed');
});

it('lets another text in between two parts, and ends when it is cancelled', async () => {
  const { scorer, folder } = await openScorer({ fits: { fitsWith: () => Promise.resolve(false) } });
  const base = await guideModel('F32');
  const abort = new AbortController();
  let asked: Promise<unknown> | null = null;
  const onProgress = (phase: string): void => {
    if (phase !== 'reading' || asked) return;
    const text = { kind: 'tokens', tokens: Uint32Array.of(1, 2, 3), from: 1 } as const;
    const watch = { signal: new AbortController().signal, onProgress: () => undefined };
    asked = scorer.score({ models: [base], text, mostLikely: 1 }, watch).finally(() => abort.abort());
  };
  const measuring = measure(
    scorer,
    { base, mostChunks: 1000, text: TEXT.repeat(30) },
    { signal: abort.signal, onProgress },
  );
  await expect(measuring).rejects.toMatchObject({ code: 'cancelled' });
  await expect(asked).resolves.toMatchObject({ backend: 'cpu' });
  expect(readdirSync(folder)).toEqual([]);
});
