import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

test('judgments of FastChat are summed up for each model and judge', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'judgments.jsonl');
  const row = (model: string, turn: number, score: number): string =>
    JSON.stringify({
      ...{ question_id: 81, model, judge: ['gpt-4o', 'single-v1'], user_prompt: 'q', judgment: 'j', score, turn },
    });
  await writeFile(file, [row('a', 1, 8), row('a', 2, -1), row('b', 1, 3), row('a', 1, 9), '{"score": NaN}'].join('\n'));
  const words = ['judgments', '--task', 'mt-bench', '--file', file, '--json', '--data-dir', folder];
  const { status, lines } = await runSarvi(words);
  expect(status).toBe(0);
  expect(lines).toMatchObject([
    {
      type: 'result',
      rows: 3,
      faults: [{ line: 4 }, { line: 5, reason: 'row-not-json' }],
      results: [
        { model: 'a', judge: 'gpt-4o', overall: { value: 8, scores: 1 }, withoutScore: 1 },
        { model: 'b', judge: 'gpt-4o', overall: { value: 3, scores: 1 }, withoutScore: 0 },
      ],
    },
  ]);
});

test('annotations of alpaca_eval give win rates, length-controlled with the difficulties and without', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'annotations.json');
  const rows = Array.from({ length: 10 }, (_, index) => ({
    ...{ instruction: `i${index}`, output_1: 'x'.repeat(index), output_2: 'x'.repeat(10 - index), generator_2: 'm' },
    preference: index === 0 ? null : 1 + index / 10,
  }));
  await writeFile(file, JSON.stringify(rows));
  const gamed = join(folder, 'df_gamed.csv');
  const gamedRows = rows.map((_, index) => `concise,${index},0.4,${index / 5 - 1},${index / 9},False`);
  await writeFile(
    gamed,
    ['model,index,preference,std_delta_len,instruction_difficulty,not_gamed_baseline', ...gamedRows].join('\n'),
  );
  const ask = async (...more: string[]) => {
    const words = ['judgments', '--task', 'alpaca-eval', '--file', file, ...more, '--json', '--data-dir', folder];
    return (await runSarvi(words)).lines;
  };
  const raw = { winRate: expect.closeTo(50, 9) as number, total: 9 };
  expect(await ask()).toMatchObject([
    { results: [{ model: 'm', winRate: raw, lengthControlled: { formula: 'length_controlled_minimal' } }] },
  ]);
  expect(await ask('--difficulties', gamed)).toMatchObject([
    { results: [{ winRate: raw, withoutPreference: 1, lengthControlled: { formula: 'length_controlled_v1' } }] },
  ]);
  expect(await ask('--difficulties', file)).toMatchObject([{ type: 'error', code: 'evaluation-file-malformed' }]);
});
