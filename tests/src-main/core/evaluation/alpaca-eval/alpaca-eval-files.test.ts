import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  fillPairPrompt,
  OWN_PAIR_PROMPTS,
  readPairPrompt,
} from '../../../../../src-main/core/evaluation/alpaca-eval/judge-prompt.ts';
import { readInstructionSet } from '../../../../../src-main/core/evaluation/alpaca-eval/instruction-set.ts';
import { lengthControlledWinRate } from '../../../../../src-main/core/evaluation/alpaca-eval/length-controlled.ts';
import { readOutputs } from '../../../../../src-main/core/evaluation/alpaca-eval/outputs.ts';
import { preferenceOf } from '../../../../../src-main/core/evaluation/alpaca-eval/preference.ts';
import { readGamed } from '../../../../../src-main/core/evaluation/alpaca-eval/read-gamed.ts';
import { computeWinRate } from '../../../../../src-main/core/evaluation/alpaca-eval/win-rate.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

async function fileOf(content: string): Promise<string> {
  const path = join(await temporaryFolder(), 'file');
  await writeFile(path, content);
  return path;
}

describe('a file of answers', () => {
  test('is read with the keys of alpaca_eval, and written so that it is read again', async () => {
    const path = await fileOf(
      JSON.stringify([
        { dataset: 'helpful_base', instruction: 'Moi?', output: '', generator: 'm', datasplit: 'eval', index: 3 },
        { instruction: 'Toinen', output: 'vastaus' },
      ]),
    );
    const { rows, faults } = await readOutputs(path);
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      { instruction: 'Moi?', output: '', generator: 'm', dataset: 'helpful_base' },
      { instruction: 'Toinen', output: 'vastaus', generator: 'Current model', dataset: '' },
    ]);
    expect((await readOutputs(await fileOf(`\n ${JSON.stringify(rows, null, 2)}`))).rows).toEqual(rows);
  });

  test('with rows of another schema and instructions that come again is read without them', async () => {
    const rows = [
      { instruction: 'a', output: '1' },
      { instruction: 'a', output: '2' },
      { prompt: 'b' },
      null,
      { instruction: 'c', output: 3 },
    ];
    const { rows: read, faults } = await readOutputs(await fileOf(JSON.stringify(rows)));
    expect(read.map(({ output }) => output)).toEqual(['1']);
    expect(faults.map(({ line, reason }) => [line, reason.split(' ')[0]])).toEqual([
      [2, 'row-key-again'],
      [3, 'row-field'],
      [4, 'row-not-object'],
      [5, 'row-field'],
    ]);
  });

  test.each([
    ['{"prompt": "a", "output": "b"}', 'row-field'],
    ['[{"instruction": "a", "output": NaN}]', 'row-not-json'],
    ['[]', 'row-none'],
    ['', 'row-none'],
  ])('that is %j is refused', async (content, reason) => {
    await expect(readOutputs(await fileOf(content))).rejects.toMatchObject({
      code: 'evaluation-file-malformed',
      details: { reason: expect.stringContaining(reason) as string },
    });
  });

  test('larger than 64 MB is refused before it is read', async () => {
    const path = await fileOf(`[${' '.repeat(65 * 2 ** 20)}]`);
    await expect(readOutputs(path)).rejects.toMatchObject({
      details: { reason: expect.stringContaining('larger-than') as string },
    });
  });
});

test('Sarvi’s own baseline has an answer to each of its own instructions, in both languages', async () => {
  const [english, finnish] = await Promise.all(
    (['en', 'fi'] as const).map((language) => readInstructionSet({}, language, 'resources')),
  );
  expect(english?.rows.map(({ key, index }) => [key, index])).toEqual(
    finnish?.rows.map(({ key, index }) => [key, index]),
  );
  for (const set of [english, finnish]) {
    expect(set).toMatchObject({ faults: [], data: { isOwn: true }, generators: ['sarvi-baseline'] });
    expect(set?.rows).toHaveLength(64);
    expect(new Set(set?.rows.map(({ baseline }) => baseline.output)).size).toBe(64);
  }
});

test('answers beside the instructions of a file are its baseline; an instruction without one is named', async () => {
  const data = await fileOf('{"instruction": "a"}\n{"instruction": "b", "output": "x", "generator": "g"}\n');
  const set = await readInstructionSet({ data }, 'fi', 'resources');
  expect(set.rows).toEqual([
    { key: '1', index: 1, instruction: 'b', dataset: '', baseline: { generator: 'g', output: 'x' } },
  ]);
  expect(set.faults).toEqual([{ line: 1, reason: 'baseline-missing' }]);
  const references = await fileOf('[{"instruction": "a", "output": "y"}]');
  expect((await readInstructionSet({ data, references }, 'fi', 'resources')).rows).toMatchObject([
    { key: '0', index: 0, baseline: { output: 'y' } },
  ]);
});

test('instructions alone are read from lines too', async () => {
  const { rows } = await readOutputs(await fileOf('{"instruction": "a"}\n{"instruction": "b", "output": "x"}\n'));
  expect(rows.map(({ output }) => output)).toEqual([null, 'x']);
});

describe('the file of gamed baselines', () => {
  const HEAD = 'model,index,preference,std_delta_len,instruction_difficulty,not_gamed_baseline';

  test('is read with rows that have no preference', async () => {
    const { rows } = await readGamed(
      await fileOf(`${HEAD}\nconcise,0,0.25,1.5,-2e-1,False\r\nverbose,1,,0.5,3,False\n`),
    );
    expect(rows).toEqual([
      { index: 0, preference: 0.25, lengthDifference: 1.5, difficulty: -0.2, isBaseline: false },
      { index: 1, preference: null, lengthDifference: 0.5, difficulty: 3, isBaseline: false },
    ]);
  });

  test.each([
    ['index,preference', 'column-missing'],
    [HEAD, 'row-none'],
    [`${HEAD}\nm,0,2,1,1,False`, 'line-not-numbers'],
    [`${HEAD}\nm,0,0.5,NaN,1,False`, 'line-not-numbers'],
    [`${HEAD}\nm,0,0.5,1,1,0`, 'line-not-numbers'],
    [`${HEAD}\nm,0,0.5`, 'line-not-numbers'],
  ])('of another form is refused: %#', async (content, reason) => {
    await expect(readGamed(await fileOf(content))).rejects.toMatchObject({
      code: 'evaluation-file-malformed',
      details: { reason: expect.stringContaining(reason) as string },
    });
  });
});

describe('a preference', () => {
  test('is turned round with the answers', () => {
    expect(preferenceOf([0.6, 0.2], false)).toBeCloseTo(1.25, 12);
    expect(preferenceOf([0.6, 0.2], true)).toBeCloseTo(1.75, 12);
  });

  test('counts a missing label as 0, and is none without any', () => {
    expect(preferenceOf([null, 1e-9], false)).toBe(2);
    expect(preferenceOf([0.1, null], false)).toBe(1);
    expect(preferenceOf([null, null], false)).toBeNull();
    expect(preferenceOf([0, 0], true)).toBeNull();
    expect(preferenceOf([Number.NaN, 0.5], false)).toBeNull();
  });
});

describe('the judge’s prompt', () => {
  test('shows both answers in their order, whatever they contain', () => {
    const user = fillPairPrompt(OWN_PAIR_PROMPTS.fi.template, 'Kysymys $& {output_2}', [
      '=== $1 {instruction}',
      'toinen',
    ]);
    const places = ['Kysymys $& {output_2}', '=== $1 {instruction}', 'toinen'].map((text) => user.indexOf(text));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });

  test('is read from a file of alpaca_eval, with its braces', async () => {
    const path = await fileOf(
      '<|im_start|>system\nBe fair.\n<|im_end|>\n<|im_start|>user\n{\n "a": """{instruction}""" {output_1} {output_2}}\n<|im_end|>',
    );
    expect(await readPairPrompt(path)).toEqual({
      system: 'Be fair.',
      template: '{\n "a": """{instruction}""" {output_1} {output_2}}',
    });
  });

  test.each(['', '{instruction} {output_1} {output_2}', '<|im_start|>user\n{instruction}\n<|im_end|>'])(
    'is refused when it is %j',
    async (content) => {
      await expect(readPairPrompt(await fileOf(content))).rejects.toMatchObject({
        code: 'evaluation-file-malformed',
        details: { reason: 'pair-prompt-refused' },
      });
    },
  );
});

describe('few preferences', () => {
  const pair = (index: number, preference: number | null, modelOutput = 'xx') => ({
    index,
    preference,
    baselineOutput: 'x',
    modelOutput,
  });

  test('give no length-controlled win rate, and no error of a single one', () => {
    expect(
      lengthControlledWinRate(
        [1, 2, 1.5, 1.2].map((each, index) => pair(index, each)),
        null,
      ),
    ).toBeNull();
    expect(computeWinRate([])).toBeNull();
    expect(computeWinRate([2])).toMatchObject({ winRate: 100, standardError: null });
  });

  test('of answers that differ in length all by the same count without their length', () => {
    const found = lengthControlledWinRate(
      [1.9, 1.7, 1.8, 1.9, 1.6, 1.8, 1.7, 1.9, 1.8, 1.7].map((each, index) => pair(index, each)),
      null,
    );
    expect(found?.coefficients.length).toBe(0);
    expect(Number.isFinite(found?.winRate)).toBe(true);
  });

  test('for an instruction that the difficulties do not have give none', () => {
    const gamed = [{ index: 0, preference: 0.5, lengthDifference: 1, difficulty: 1, isBaseline: false }];
    const pairs = Array.from({ length: 6 }, (_, index) => pair(index, 1.5));
    expect(lengthControlledWinRate(pairs, gamed)).toBeNull();
  });
});
