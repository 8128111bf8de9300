import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drawSamples, seedOf } from '../../../../../src-main/core/evaluation/runs/draw-samples.ts';
import { RunLog } from '../../../../../src-main/core/evaluation/runs/run-files.ts';
import { RunState } from '../../../../../src-main/core/evaluation/runs/run-state.ts';
import { taskOf } from '../../../../../src-main/core/evaluation/runs/tasks.ts';
import { createNodePorts } from '../../../../../src-main/shells/node-ports.ts';
import { givenRun } from '../../../../builders/evaluation-run.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

const DATA = join(import.meta.dirname, '../export/harness/data.jsonl');
const READ = (folder: string): Promise<RunState> => RunState.read(folder, taskOf);

test('a line that was cut off is ended, and its sample is asked again', async () => {
  const { folder } = await givenRun('ifeval-en', { data: DATA }, ['a', 'b']);
  const path = join(folder, 'samples.jsonl');
  const whole = await readFile(path, 'utf8');
  await appendFile(path, '{"kind":"answers","key":"3","answers":[{"text":"half an ans');
  expect((await READ(folder)).toAnswer.map(({ key }) => key)).toEqual(['3', '4', '21']);
  const log = await RunLog.open(folder);
  await log.add({ kind: 'failure', key: '3', failure: FAILURE, at: 1 });
  await log.close();
  const state = await READ(folder);
  expect(state.toAnswer.map(({ key }) => key)).toEqual(['4', '21']);
  expect(state.run).toMatchObject({ answered: 2, judged: 2, failures: [{ code: 'prompt-too-long', samples: 1 }] });
  expect((await readFile(path, 'utf8')).startsWith(whole)).toBe(true);
});

test('of two lines on one sample the first counts, and those on other samples or of other forms are passed over', async () => {
  const { folder, state } = await givenRun('ifeval-en', { data: DATA }, ['a', 'b']);
  const path = join(folder, 'samples.jsonl');
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const other = (lines[0] ?? '').replace('"text":"a"', '"text":"another"');
  const hostile = [
    other,
    other.replace('"key":"1"', '"key":"99"'),
    '{"kind":"answers","key":"4","answers":[{"text":7}],"at":1}',
    '{"kind":"nothing"}',
    '[]',
    'NaN',
    '{"kind":"answers","key":"4","answers":[],"at":1}',
    `"${'x'.repeat(100_000)}"`,
    '',
    '\u0000\u0000',
  ];
  await appendFile(path, `${hostile.join('\n')}\n`);
  const read = await READ(folder);
  expect(read.samples).toEqual(state.samples);
  expect(read.run.metrics).toEqual(state.run.metrics);
});

test.each([
  ['run.json', '{"version":1', 'evaluation-damaged'],
  ['run.json', '{"version":2,"id":"run"}', 'evaluation-damaged'],
  ['questions.jsonl', '{"key":"1"}\n', 'evaluation-damaged'],
  ['questions.jsonl', 'no JSON\n', 'evaluation-damaged'],
  ['run.json', null, 'evaluation-unknown'],
])('a run whose %s is %j cannot be read, and says so', async (name, text, code) => {
  const { folder } = await givenRun('ifeval-en', { data: DATA }, []);
  if (text === null) await rm(join(folder, name));
  else await writeFile(join(folder, name), text);
  await expect(READ(folder)).rejects.toMatchObject({ code });
});

test('a random part is the same in both languages, and a larger one has all of a smaller one', async () => {
  const { folders, entries } = createNodePorts({ shell: 'cli', dataFolder: await temporaryFolder() });
  const surroundings = { resources: folders.resources, verdictEntry: entries.verdict, languageEntry: entries.language };
  const keys = async (language: 'en' | 'fi', limit: number | null, seed: number): Promise<string[]> => {
    const { samples } = await taskOf(`ifeval-${language}`).readSet(
      { files: {}, seed, bothOrders: false },
      surroundings,
    );
    return drawSamples(samples, limit, seed).map(({ key }) => key);
  };
  const finnish = await keys('fi', 20, 7);
  expect(finnish).toHaveLength(20);
  expect(await keys('en', 20, 7)).toEqual(finnish);
  expect(await keys('fi', 20, 7)).toEqual(finnish);
  expect(await keys('fi', 20, 8)).not.toEqual(finnish);
  expect(await keys('fi', 40, 7)).toEqual(expect.arrayContaining(finnish));
  expect(await keys('fi', 500, 7)).toHaveLength(104);
  const order = await keys('fi', null, 7);
  expect(finnish).toEqual(order.filter((key) => finnish.includes(key)));
  expect(new Set(order.flatMap((key) => [seedOf(1, key, 0), seedOf(1, key, 1), seedOf(2, key, 0)])).size).toBe(312);
});

const FAILURE = { code: 'prompt-too-long', details: { tokens: 9, limit: 8 }, message: '' } as const;
