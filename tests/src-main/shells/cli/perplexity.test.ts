import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const TEXT = join(import.meta.dirname, '../../../../LICENSE');

test('measures a model against another, and the same from a base file', async () => {
  const data = await temporaryFolder();
  const [model, base] = [(await guideModel('Q4_K_M')).path, (await guideModel('F32')).path];
  const common = ['--json', '--data-dir', data];
  const settings = ['--context', '128', '--chunks', '4'];
  const file = join(await temporaryFolder(), 'base.kld');
  const both = await runSarvi([
    ...['perplexity', '--model', model, '--against', base, '--text', TEXT, ...settings, '--save-base', file, ...common],
  ]);
  expect(both.status).toBe(0);
  const result = both.lines.at(-1) ?? {};
  expect(result).toMatchObject({ type: 'result', chunks: 4, contextTokens: 128, countedTokens: 252, backend: 'cpu' });
  const { perplexity, against } = result as Record<string, { value: number; divergence: { value: number } }>;
  expect(perplexity?.value).toBeGreaterThan(1);
  expect(against?.divergence.value).toBeGreaterThan(0);

  const read = await runSarvi(['perplexity', '--model', model, '--base', file, ...common]);
  expect(read.lines.at(-1)).toMatchObject({ perplexity, against, base: { modelId: null, name: 'base.kld' } });
  const words = await runSarvi(['perplexity', '--model', model, '--base', file, '--data-dir', data]);
  expect(words.stdout).toContain('Mean PPL(Q)');
});

test('refuses what is no base file and a short text, and wrong calls', async () => {
  const data = await temporaryFolder();
  const { path } = await guideModel('F32');
  const short = join(data, 'short.txt');
  await writeFile(short, 'Lyhyt.');
  const run = (...args: string[]) => runSarvi(['perplexity', ...args, '--json', '--data-dir', join(data, 'data')]);
  const [refused, few, twice, none] = await Promise.all([
    run('--model', path, '--base', TEXT),
    run('--model', path, '--text', short),
    run('--model', path, '--base', TEXT, '--text', TEXT),
    run('--model', path),
  ]);
  expect([refused.status, refused.lines.at(-1)?.['code']]).toEqual([1, 'base-file-refused']);
  expect([few.status, few.lines.at(-1)?.['code']]).toEqual([1, 'text-refused']);
  expect([twice.status, none.status]).toEqual([2, 2]);
  expect(await readFile(short, 'utf8')).toBe('Lyhyt.');
});
