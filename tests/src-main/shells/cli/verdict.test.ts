import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

test('given answers are judged row by row; what cannot be judged is told with its line', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'answers.jsonl');
  const row = (response: string, id: string, kwargs: object) =>
    JSON.stringify({ prompt: 'p', response, instruction_id_list: [id, 'punctuation:no_comma'], kwargs: [kwargs, {}] });
  await writeFile(
    file,
    [
      row('Vastaukseni on kyllä.', 'detectable_format:constrained_response', {}),
      '{"prompt": NaN}',
      row('Alku, jatko\nÄÄ öö', 'keywords:letter_frequency', {
        letter: 'Ä',
        let_frequency: 2,
        let_relation: 'at least',
      }),
      '{"prompt": "p", "response": 5, "instruction_id_list": ["punctuation:no_comma"], "kwargs": [{}]}',
      `"${'x'.repeat(5 * 2 ** 20)}"`,
      '',
    ].join('\n'),
  );
  const words = ['verdict', '--file', file, '--language', 'fi', '--json', '--data-dir', folder];
  const { status, lines } = await runSarvi(words);
  expect(status).toBe(0);
  expect(lines).toMatchObject([
    { type: 'verdict', line: 1, strict: [true, true], loose: [true, true] },
    { type: 'failed', code: 'verdict-refused', details: { line: 2, reason: 'row-not-json' } },
    { type: 'verdict', line: 3, strict: [true, false], loose: [true, true], found: [2, 1] },
    { type: 'failed', details: { line: 4, reason: expect.stringContaining('response') as string } },
    { type: 'failed', details: { line: 5, reason: 'row-too-long' } },
    {
      type: 'result',
      language: 'fi',
      sentences: 'sarvi',
      rows: 5,
      judged: 2,
      failed: 3,
      metrics: { prompt_level_strict_acc: 0.5, prompt_level_strict_acc_stderr: 0.5, inst_level_loose_acc: 1 },
    },
  ]);
});

test('another language, and a file that is not there, are refused', async () => {
  const folder = await temporaryFolder();
  const run = async (...words: string[]) => runSarvi(['verdict', ...words, '--json', '--data-dir', folder]);
  expect(await run('--file', 'x', '--language', 'sv')).toMatchObject({ status: 2 });
  const { status, lines } = await run('--file', join(folder, 'nothing.jsonl'));
  expect({ status, code: lines.at(-1)?.['code'] }).toEqual({ status: 1, code: 'path-missing' });
});
