import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { writeTinyGguf } from '../../../builders/tiny-gguf.ts';

interface Reference {
  readonly cases: readonly {
    readonly messages: readonly { readonly content: string }[];
    readonly answer: string;
    readonly tokens: readonly { readonly id: number; readonly logprob: number; readonly rank: number }[];
  }[];
}

test('an answer is scored as transformers scores it, and against another model', async () => {
  const path = join(import.meta.dirname, '../../scoring-process/transformers-scores.json');
  const [reference] = (JSON.parse(await readFile(path, 'utf8')) as Reference).cases;
  if (!reference) throw new Error('the fixture is empty');
  const data = await temporaryFolder();
  const [model, other] = [await guideModel('F32'), await guideModel('Q4_K_M')];
  const texts = ['--prompt', reference.messages[0]?.content ?? '', '--answer', reference.answer];
  const common = [...texts, '--json', '--data-dir', data];
  const alone = await runSarvi(['score', '--model', model.path, ...common]);
  expect(alone.status).toBe(0);
  const result = alone.lines.at(-1) as unknown as { type: string; tokens: Record<string, number>[] };
  expect(result.type).toBe('result');
  expect(result.tokens.map(({ id, rank }) => [id, rank])).toEqual(reference.tokens.map(({ id, rank }) => [id, rank]));
  result.tokens.forEach((token, index) => {
    expect(Object.keys(token)).toEqual(['id', 'text', 'logprob', 'rank']);
    expect(Math.abs((token['logprob'] ?? 0) - (reference.tokens[index]?.logprob ?? 0))).toBeLessThan(1e-3);
  });

  const both = await runSarvi(['score', '--model', model.path, '--against', other.path, ...common]);
  const compared = both.lines.at(-1) as unknown as { tokens: Record<string, number>[] };
  for (const token of compared.tokens) {
    expect(Object.keys(token)).toEqual(['id', 'text', 'logprob', 'rank', 'otherLogprob', 'otherRank', 'kl']);
    expect(token['kl']).toBeGreaterThanOrEqual(0);
  }
});

test('models with other vocabularies are refused in words, and a missing answer is a wrong call', async () => {
  const data = await temporaryFolder();
  const tiny = join(data, 'tiny.gguf');
  await writeTinyGguf(tiny, { tokens: ['a', 'b', 'c', 'd'] });
  const guide = await guideModel('F32');
  const refused = await runSarvi([
    ...['score', '--model', guide.path, '--against', tiny, '--prompt', 'a', '--answer', 'b'],
    ...['--json', '--data-dir', join(data, 'data')],
  ]);
  expect([refused.status, refused.lines.at(-1)?.['code']]).toEqual([1, 'vocabularies-differ']);
  const wrong = await runSarvi(['score', '--model', guide.path, '--prompt', 'a', '--data-dir', join(data, 'data')]);
  expect(wrong.status).toBe(2);
});
