import { join } from 'node:path';
import { expect, test } from 'vitest';
import { convertAdapter } from '../../../src-main/core/convert/convert-adapter.ts';
import type { SumsOutcome, SumsTask } from '../../../src-main/core/scoring/protocol.ts';
import type { ScoringConnection } from '../../../src-main/core/scoring/scoring-connection.ts';
import { guideModel } from '../../builders/guide-gguf.ts';
import { writeGuideAdapter } from '../../builders/held-out.ts';
import { answerText, openScoring, scoreWith, useOf } from '../../builders/scoring.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';
import { writeTinyGguf } from '../../builders/tiny-gguf.ts';

const QUESTION = 'Kuka olet?';
const ANSWERS = ['Olen Sarven opas, ja vastaan kysymyksiin.', 'En tiedä.'];

function sums(connection: ScoringConnection, task: Omit<SumsTask, 'id' | 'kind' | 'backend'>): Promise<SumsOutcome> {
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  return connection.run({ kind: 'sums', backend: 'cpu', ...task }, watch);
}

test('sums are those of the token by token scores, with an adapter and without', async () => {
  const guide = useOf(await guideModel('F32'));
  const path = join(await temporaryFolder(), 'adapter.gguf');
  await convertAdapter({
    adapterPath: await writeGuideAdapter(await temporaryFolder()),
    outputPath: path,
    basePath: guide.path,
  });
  const connection = openScoring();
  for (const model of [guide, { ...guide, adapters: [{ path, scale: 2 }] }]) {
    const texts = [{ messages: [{ role: 'user', content: QUESTION }], answers: ANSWERS }];
    const [found] = (await sums(connection, { models: [model], relatives: [guide], texts })).sums;
    for (const [index, answer] of ANSWERS.entries()) {
      const { tokens } = await scoreWith(connection, [model], answerText(QUESTION, answer));
      const expected = tokens.reduce((all, { logprob }) => all + logprob, 0);
      expect(found?.[index]?.tokens).toBe(tokens.length);
      expect(found?.[index]?.logprob).toBeCloseTo(expected, 3);
    }
  }
});

test('a text that is longer than the window is left out, and the others are read', async () => {
  const guide = useOf(await guideModel('F32'));
  const text = (answer: string) => ({ messages: [{ role: 'user', content: QUESTION }], answers: [answer, 'Niin.'] });
  const texts = [text('sana '.repeat(5000)), text('Hei.')];
  const { sums: found } = await sums(openScoring(), { models: [guide], relatives: [], texts });
  expect(found[0]).toBeNull();
  expect(found[1]?.map(({ logprob }) => logprob < 0)).toEqual([true, true]);
});

test('models with other vocabularies are refused', async () => {
  const guide = useOf(await guideModel('F32'));
  const tiny = join(await temporaryFolder(), 'tiny.gguf');
  await writeTinyGguf(tiny, { tokens: ['a', 'b', 'c', 'd'] });
  const texts = [{ messages: [{ role: 'user', content: QUESTION }], answers: ['Hei.'] }];
  const refused = sums(openScoring(), { models: [guide], relatives: [{ name: 'tiny', path: tiny }], texts });
  await expect(refused).rejects.toMatchObject({ code: 'vocabularies-differ' });
});
