import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EvaluationConfiguration, Judgement, TaskName } from '#contract/evaluations';
import { readAnnotations } from '../../../../../src-main/core/evaluation/alpaca-eval/annotations.ts';
import { readOutputs } from '../../../../../src-main/core/evaluation/alpaca-eval/outputs.ts';
import { exportPiece } from '../../../../../src-main/core/evaluation/export/export-evaluation.ts';
import { readAnsweredRow } from '../../../../../src-main/core/evaluation/ifeval/read-row.ts';
import { readAnswers } from '../../../../../src-main/core/evaluation/mt-bench/answer-rows.ts';
import { readJudgments } from '../../../../../src-main/core/evaluation/mt-bench/judgment-rows.ts';
import type { RunState } from '../../../../../src-main/core/evaluation/runs/run-state.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

type Format = Parameters<typeof exportPiece>[1]['format'];

interface Sample {
  readonly key: string;
  readonly doc: Readonly<Record<string, unknown>>;
  readonly answers: readonly string[];
  readonly turns: number;
  readonly judgement: Judgement | null;
}

/** What the exports read of a run. */
function runOf(task: TaskName, samples: readonly Sample[]): RunState {
  const configuration = { task, model: { name: 'poro' }, judge: { name: 'tuomari' } } as EvaluationConfiguration;
  return {
    run: { id: 'run', createdAt: 1000, configuration },
    samples: samples.map(({ turns, answers, ...sample }) => ({
      ...{ ...sample, category: null, failure: null },
      turns: Array.from({ length: turns }, (_, index) => `turn ${index}`),
      answers: answers.map((text) => ({ text })),
    })),
  } as unknown as RunState;
}

/** As a file, in pieces as a browser gets them. */
async function fileOf(state: RunState, format: Format): Promise<string> {
  let text = '';
  for (let cursor: number | null = 0; cursor !== null;) {
    const piece = exportPiece(state, { format, cursor });
    text += piece.text;
    cursor = piece.nextCursor;
  }
  const path = join(await temporaryFolder(), 'file');
  await writeFile(path, text);
  return path;
}

test('answers to MT-Bench and their judgments are files of FastChat', async () => {
  const judgement: Judgement = {
    kind: 'scores',
    turns: [
      { score: 7, by: 'judge', promptKind: 'single-v1', judged: { prompt: 'q', text: '[[7]]' }, at: 5 },
      { score: null, by: 'judge', promptKind: 'single-v1-multi-turn', judged: { prompt: 'q2', text: 'eh' }, at: 6 },
    ],
  };
  const state = runOf('mt-bench-fi', [
    { key: '81', doc: { question_id: 81 }, answers: ['a', 'b'], turns: 2, judgement },
    { key: '82', doc: { question_id: 82 }, answers: ['only one'], turns: 2, judgement: null },
  ]);
  expect((await readAnswers(await fileOf(state, 'answers'))).rows).toEqual([
    { questionId: 81, model: 'poro', turns: ['a', 'b'] },
  ]);
  const { rows } = await readJudgments(await fileOf(state, 'judgments'));
  expect(rows.map(({ turn, score, judge, promptName }) => [turn, score, judge, promptName])).toEqual([
    [1, 7, 'tuomari', 'single-v1'],
    [2, null, 'tuomari', 'single-v1-multi-turn'],
  ]);
});

test('answers to AlpacaEval and their preferences are files of alpaca_eval, however many pieces they come in', async () => {
  const samples = Array.from({ length: 205 }, (_, index): Sample => {
    const baseline = { generator: 'vertailukohta', output: 'x' };
    const preference = index === 3 ? null : 1 + index / 205;
    return {
      ...{ key: String(index), answers: [`vastaus ${index}`], turns: 1 },
      doc: { instruction: `ohje ${index}`, dataset: 'd', index: index * 2, baseline },
      judgement: { kind: 'preference', preference, by: 'judge', orders: [], baseline, at: 1 },
    };
  });
  const state = runOf('alpaca-eval-fi', samples);
  const outputs = await readOutputs(await fileOf(state, 'answers'));
  expect(outputs).toMatchObject({ faults: [] });
  expect(outputs.rows).toHaveLength(205);
  expect(outputs.rows[204]).toEqual({
    ...{ instruction: 'ohje 204', output: 'vastaus 204', generator: 'poro', dataset: 'd' },
  });
  const annotations = await readAnnotations(await fileOf(state, 'judgments'));
  expect(annotations.rows).toHaveLength(205);
  expect(annotations.rows[3]).toEqual({
    ...{ instruction: 'ohje 3', index: 6, dataset: 'd', annotator: 'tuomari', preference: null },
    baseline: { generator: 'vertailukohta', output: 'x' },
    model: { generator: 'poro', output: 'vastaus 3' },
  });
  const empty = await fileOf(runOf('alpaca-eval-fi', []), 'answers');
  await expect(readOutputs(empty)).rejects.toMatchObject({ details: { reason: 'row-none' } });
});

test('answers to IFEval can be judged again by `sarvi verdict`', () => {
  const doc = { key: 1, prompt: 'p', instruction_id_list: ['punctuation:no_comma'], kwargs: [{}] };
  const verdict = { id: 'punctuation:no_comma', kwargs: {}, strict: false, loose: true, found: null, drawn: [] };
  const judgement: Judgement = { kind: 'instructions', instructions: [verdict] };
  const state = runOf('ifeval-fi', [{ key: '1', doc, answers: ['a, b'], turns: 1, judgement }]);
  const { text } = exportPiece(state, { format: 'answers', cursor: 0 });
  expect(readAnsweredRow(JSON.parse(text))).toMatchObject({ key: 1, response: 'a, b' });
  expect(JSON.parse(exportPiece(state, { format: 'judgments', cursor: 0 }).text)).toMatchObject({
    follow_all_instructions: false,
    follow_instruction_list_loose: [true],
  });
});

test('annotations of alpaca_eval have their place by their order, and an old draw is one', async () => {
  const path = join(await temporaryFolder(), 'annotations.json');
  const row = (changes: object): object => ({
    instruction: 'a',
    output_1: 'x',
    output_2: 'y',
    preference: 2,
    ...changes,
  });
  const rows = [row({}), row({ instruction: 'b', preference: 3 }), row({ instruction: 'c', preference: 0 }), row({})];
  await writeFile(path, JSON.stringify(rows));
  const { rows: read, faults } = await readAnnotations(path);
  expect(read.map(({ index, preference }) => [index, preference])).toEqual([
    [0, 2],
    [2, 1.5],
  ]);
  expect(faults.map(({ line }) => line)).toEqual([2, 4]);
});
