import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const ENTRY = join(ROOT, 'src-main/shells/cli/main.ts');
const GUIDE = join(ROOT, 'resources/guide-model');

test('a run that was killed goes on with the same command, and asks nothing twice', async () => {
  const dataFolder = await temporaryFolder();
  const common = ['--json', '--data-dir', dataFolder];
  expect(await runSarvi(['import', GUIDE, '--type', 'Q8_0', '--name', 'Opas', ...common])).toMatchObject({ status: 0 });
  const modelId = 'opas-q8_0';
  const args = ['eval', '--model', modelId, '--task', 'ifeval-fi', '--limit', '40', '--seed', '3', ...common];

  const child = spawn(process.execPath, [ENTRY, ...args], { cwd: ROOT });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += String(chunk);
    const progress = said.split('\n').filter((line) => line.includes('"progress"'));
    if (progress.some((line) => /"answered":[23]/.test(line))) child.kill('SIGKILL');
  });
  await once(child, 'close');
  const [id = ''] = await readdir(join(dataFolder, 'evaluations'));
  const path = join(dataFolder, 'evaluations', id, 'samples.jsonl');
  const before = await readFile(path, 'utf8');
  expect(keysOf(before).length).toBeGreaterThanOrEqual(2);
  expect(keysOf(before).length).toBeLessThan(40);
  // A line that the kill has cut off.
  await writeFile(path, `${before}{"kind":"answers","key":"1`);

  const out = join(await temporaryFolder(), 'results.json');
  const ended = await runSarvi([...args, '--out', out]);
  expect(ended.status, ended.stderr).toBe(0);
  expect(ended.lines.at(-1)).toMatchObject({ type: 'result', evaluationId: id, total: 40, judged: 40, failures: [] });
  const after = keysOf(await readFile(path, 'utf8'));
  expect(after).toHaveLength(40);
  expect(new Set(after).size).toBe(40);
  expect(after.slice(0, keysOf(before).length)).toEqual(keysOf(before));
  expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({ 'n-samples': { ifeval_fi: { effective: 40 } } });

  // A finished run is shown, and another seed is another run.
  const again = await runSarvi(args);
  expect(again.lines.map(({ type }) => type)).toEqual(['evaluation', 'result']);
  expect(again.lines.at(-1)?.['metrics']).toEqual(ended.lines.at(-1)?.['metrics']);
  const english = await runSarvi(['eval', '--model', modelId, '--task', 'ifeval', ...args.slice(5)]);
  expect(english.lines.at(-1)).toMatchObject({ task: 'ifeval-en', judged: 40 });
  const [, other = ''] = (await readdir(join(dataFolder, 'evaluations'))).toSorted((a) => (a === id ? -1 : 1));
  const asked = await readFile(join(dataFolder, 'evaluations', other, 'questions.jsonl'), 'utf8');
  const questions = await readFile(join(dataFolder, 'evaluations', id, 'questions.jsonl'), 'utf8');
  const keys = (text: string): string[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as Row).key);
  expect(keys(asked)).toEqual(keys(questions));
});

test('wrong words are refused with the usage', async () => {
  const dataFolder = await temporaryFolder();
  const common = ['--json', '--data-dir', dataFolder];
  expect(await runSarvi(['eval', '--model', 'x', '--task', 'mmlu', ...common])).toMatchObject({ status: 2 });
  expect(await runSarvi(['eval', '--task', 'ifeval-en', ...common])).toMatchObject({ status: 2 });
  expect(await runSarvi(['eval', '--model', 'x', '--task', 'ifeval-en', '--limit', '0', ...common])).toMatchObject({
    status: 2,
  });
  const unknown = await runSarvi(['eval', '--model', 'x', '--task', 'ifeval-en', ...common]);
  expect(unknown.lines.at(-1)).toMatchObject({ type: 'error', code: 'model-unknown' });
});

interface Row {
  readonly kind: string;
  readonly key: string;
}

/** Of the answers, without a line that was cut off. */
function keysOf(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    try {
      const { kind, key } = JSON.parse(line) as Row;
      return kind === 'answers' ? [key] : [];
    } catch {
      return [];
    }
  });
}
