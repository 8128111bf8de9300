import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answersTo } from '../../../builders/datasets.ts';
import { openHistory } from '../../../builders/history.ts';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

test('a data set is made, listed, frozen and exported', async () => {
  const data = await temporaryFolder();
  const history = await openHistory(data);
  await answersTo(history, 'Väri?', [{ text: 'sininen' }, { text: 'punainen', stopReason: 'edited' }]);
  await history.close();
  const run = (...args: string[]) => runSarvi(['dataset', ...args, '--json', '--data-dir', data]);
  const made = await run('create', '--name', 'Värit', '--kind', 'preference', '--test-share', '0');
  expect(made.lines.at(-1)).toMatchObject({ type: 'result', rows: 1, facts: { train: 1 } });
  const out = join(await temporaryFolder(), 'out');
  const exported = await run('export', '--name', 'värit', '--out', out, '--set', 'epochs=5', '--size', '70b');
  expect(exported.lines.at(-1)).toMatchObject({ path: out, version: { number: 1 } });
  expect(JSON.parse(await readFile(join(out, 'data/train.jsonl'), 'utf8'))).toEqual({
    prompt: [{ role: 'user', content: 'Väri?' }],
    chosen: [{ role: 'assistant', content: 'punainen' }],
    rejected: [{ role: 'assistant', content: 'sininen' }],
  });
  const recipe = await readFile(join(out, 'trl-dpo.yaml'), 'utf8');
  expect(recipe).toContain('num_train_epochs: 5 ');
  expect(recipe).toContain('Llama-Poro-2-70B-SFT');
  const frozen = await run('freeze', '--name', 'Värit');
  expect(frozen.lines.at(-1)).toMatchObject({ version: { number: 2 } });
  const listed = await run('list');
  expect(listed.lines.at(-1)).toMatchObject({ datasets: [{ name: 'Värit', versions: 2 }] });
  const wrong = await Promise.all([
    run('export', '--name', 'muu', '--out', out),
    run('create', '--name', 'x'),
    run('export', '--name', 'värit', '--out', out, '--set', 'epochs=no'),
    run('export', '--name', 'värit', '--out', out, '--set', 'epoch=3'),
  ]);
  expect(wrong.map(({ status }) => status)).toEqual([1, 2, 2, 2]);
});
