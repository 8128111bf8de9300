import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answerLine, readAnswers } from '../../../../../src-main/core/evaluation/mt-bench/answer-rows.ts';
import { placesOf, PLACES } from '../../../../../src-main/core/evaluation/mt-bench/judge-prompt.ts';
import { judgmentLine, readJudgments } from '../../../../../src-main/core/evaluation/mt-bench/judgment-rows.ts';
import { OWN_JUDGE_PROMPTS } from '../../../../../src-main/core/evaluation/mt-bench/own-judge-prompts.ts';
import {
  CATEGORIES,
  needsReference,
  questionLine,
  readOwnQuestions,
  readQuestions,
  temperatureOf,
} from '../../../../../src-main/core/evaluation/mt-bench/questions.ts';
import { readJudgePrompts } from '../../../../../src-main/core/evaluation/mt-bench/read-judge-prompts.ts';
import { randomOf } from '../../../../builders/random.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

async function fileOf(...lines: readonly string[]): Promise<string> {
  const path = join(await temporaryFolder(), 'rows.jsonl');
  await writeFile(path, lines.join('\n'));
  return path;
}

const question = (changes: Record<string, unknown> = {}): string =>
  JSON.stringify({ question_id: 81, category: 'writing', turns: ['a', 'b'], ...changes });

describe('Sarvi’s own questions', () => {
  test('are the same 16 in both languages, two in each category, with references where the category needs them', async () => {
    const [english, finnish] = await Promise.all([
      readOwnQuestions('resources', 'en'),
      readOwnQuestions('resources', 'fi'),
    ]);
    const shape = ({ rows }: typeof english) =>
      rows.map(({ id, category, turns, references }) => [id, category, turns.length, references.length]);
    expect(shape(english)).toEqual(shape(finnish));
    expect(english.rows).toHaveLength(16);
    expect(english.rows.map(({ category }) => category)).toEqual(CATEGORIES.flatMap((each) => [each, each]));
    for (const { rows, faults } of [english, finnish]) {
      expect(faults).toEqual([]);
      for (const row of rows) expect(row.references).toHaveLength(needsReference(row) ? 2 : 0);
      expect(new Set(rows.flatMap(({ turns }) => turns)).size).toBe(32);
    }
  });

  test('are written again as the lines they came from', async () => {
    const { rows } = await readOwnQuestions('resources', 'fi');
    const again = await readQuestions(await fileOf(...rows.map(questionLine)));
    expect(again.rows).toEqual(rows);
  });
});

describe('a question file', () => {
  test('is read with empty references and other keys; rows that cannot be used are named', async () => {
    const { rows, faults } = await readQuestions(
      await fileOf(
        question({ reference: null, extra: 1 }),
        '',
        question({ question_id: 82, turns: ['only one'], reference: ['right', ''] }),
        question(),
        question({ question_id: NaN }),
        question({ question_id: '84' }),
        question({ question_id: 85, turns: ['a', 'b', 'c'] }),
        question({ question_id: 86, turns: [''] }),
        '{"question_id": NaN}',
        '[]',
        '{"question_id": 87, "category": "writing", "turns": ["first"], "turns": ["second"]}',
      ),
    );
    expect(rows).toEqual([
      { id: 81, category: 'writing', turns: ['a', 'b'], references: [] },
      { id: 82, category: 'writing', turns: ['only one'], references: ['right', ''] },
      // As in Python, the last of two equal keys counts.
      { id: 87, category: 'writing', turns: ['second'], references: [] },
    ]);
    expect(faults.map(({ line }) => line)).toEqual([4, 5, 6, 7, 8, 9, 10]);
    expect(faults.map(({ reason }) => reason.split(' ')[0])).toEqual([
      'row-key-again',
      'row-field',
      'row-field',
      'row-field',
      'row-field',
      'row-not-json',
      'row-field',
    ]);
  });

  test('with a row that is too long is read without it', async () => {
    const { rows, faults } = await readQuestions(
      await fileOf(question({ turns: ['x'.repeat(5 * 2 ** 20)] }), question({ question_id: 2 })),
    );
    expect(rows).toHaveLength(1);
    expect(faults).toEqual([{ line: 1, reason: 'row-too-long' }]);
  });

  test('without a single question is refused with the first fault', async () => {
    await expect(readQuestions(await fileOf('{"prompt": "p"}'))).rejects.toMatchObject({
      code: 'evaluation-file-malformed',
      details: { reason: expect.stringContaining('question_id') as string },
    });
    await expect(readQuestions(await fileOf(''))).rejects.toMatchObject({ details: { reason: 'row-none' } });
  });

  test('of any content is read or refused, never left half read', async () => {
    const random = randomOf(7);
    const values = ['null', '1e999', '-1', '"x"', '[]', '[1]', '["a"]', '{}', 'NaN', '"\\ud800"', 'true', '[["a"]]'];
    const pick = (): string => values[Math.floor(random() * values.length)] ?? '';
    for (let round = 0; round < 40; round += 1) {
      const lines = Array.from(
        { length: 5 },
        (_, at) =>
          `{"question_id": ${random() < 0.6 ? at : pick()}, "category": ${pick()}, "turns": ${pick()}, "reference": ${pick()}}`,
      );
      const path = await fileOf(question({ question_id: 99 }), ...lines);
      const { rows, faults } = await readQuestions(path);
      expect(rows.length + faults.length).toBe(6);
      for (const row of rows) expect(row.turns.every((turn) => typeof turn === 'string' && turn !== '')).toBe(true);
    }
  });
});

test('temperatures are FastChat’s, by category', () => {
  const found = [...CATEGORIES, 'other'].map((category) => temperatureOf({ category }));
  expect(found).toEqual([0.7, 0.7, 0, 0, 0, 0, 0.1, 0.1, 0.7]);
});

test('answers and judgments are written in FastChat’s rows and read again', async () => {
  const answer = { questionId: 81, model: 'poro', turns: ['yksi', 'kaksi\n"rivi"'] };
  const line = answerLine(answer, 'abc', 1_700_000_000_500);
  expect(JSON.parse(line)).toEqual({
    question_id: 81,
    answer_id: 'abc',
    model_id: 'poro',
    choices: [{ index: 0, turns: ['yksi', 'kaksi\n"rivi"'] }],
    tstamp: 1_700_000_000.5,
  });
  expect((await readAnswers(await fileOf(line))).rows).toEqual([answer]);
  const judgment = {
    questionId: 81,
    model: 'poro',
    judge: 'big',
    promptName: 'single-v1',
    userPrompt: 'NA',
    judgment: 'no idea',
    score: null,
    turn: 2,
  } as const;
  const judged = judgmentLine(judgment, 1_700_000_000_500);
  expect(JSON.parse(judged)).toEqual({
    question_id: 81,
    model: 'poro',
    judge: ['big', 'single-v1'],
    user_prompt: 'NA',
    judgment: 'no idea',
    score: -1,
    turn: 2,
    tstamp: 1_700_000_000.5,
  });
  expect((await readJudgments(await fileOf(judged, judged))).rows).toEqual([judgment]);
});

describe('judge prompts', () => {
  const fastChat = (changes: Record<string, unknown> = {}): string[] =>
    [
      { name: 'single-v1', prompt_template: '{question} {answer} {{x}}' },
      { name: 'single-math-v1', prompt_template: '{question} {ref_answer_1} {answer}' },
      { name: 'single-v1-multi-turn', prompt_template: '{question_1} {answer_1} {question_2} {answer_2}' },
      { name: 'single-math-v1-multi-turn', prompt_template: '{ref_answer_1} {ref_answer_2} {answer_2}' },
      { name: 'pair-v2', type: 'pairwise', prompt_template: '{answer_a}', output_format: '[[A]]' },
    ].map((prompt) =>
      JSON.stringify({ type: 'single', system_prompt: 's', output_format: '[[rating]]', ...prompt, ...changes }),
    );

  test('of Sarvi fill every place of their kind, and ask for a grade that is read', () => {
    for (const prompts of Object.values(OWN_JUDGE_PROMPTS)) {
      for (const kind of Object.keys(PLACES) as (keyof typeof PLACES)[]) {
        expect([...new Set(placesOf(prompts[kind].template))].sort()).toEqual([...PLACES[kind]].sort());
        expect(prompts[kind].template).toContain('[[5]]');
      }
    }
  });

  test('of FastChat are read from its file', async () => {
    const { prompts } = await readJudgePrompts(await fileOf(...fastChat()));
    expect(prompts.conversationWithReference.name).toBe('single-math-v1-multi-turn');
    expect(prompts.single).toEqual({ name: 'single-v1', system: 's', template: '{question} {answer} {{x}}' });
  });

  test.each([
    [fastChat().slice(1), 'judge-prompt-missing'],
    [fastChat({ output_format: '[[A]]' }), 'judge-prompt-refused'],
    [fastChat({ prompt_template: '{answer} {constructor}' }), 'judge-prompt-refused'],
    [fastChat({ prompt_template: '{answer' }), 'judge-prompt-refused'],
    [fastChat({ prompt_template: 5 }), 'row-field'],
  ])('that miss something are refused: %#', async (lines, reason) => {
    await expect(readJudgePrompts(await fileOf(...lines))).rejects.toMatchObject({
      code: 'evaluation-file-malformed',
      details: { reason: expect.stringContaining(reason) as string },
    });
  });
});
