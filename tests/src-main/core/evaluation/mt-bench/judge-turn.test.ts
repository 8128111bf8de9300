import { describe, expect, test } from 'vitest';
import {
  judgeQuestion,
  judgmentOf,
  otherLanguageJudgment,
} from '../../../../../src-main/core/evaluation/mt-bench/judge-turn.ts';
import { OWN_JUDGE_PROMPTS } from '../../../../../src-main/core/evaluation/mt-bench/own-judge-prompts.ts';
import { readScore } from '../../../../../src-main/core/evaluation/mt-bench/read-score.ts';
import { summarizeJudgments } from '../../../../../src-main/core/evaluation/mt-bench/summarize.ts';

describe('the score of a judgment', () => {
  test.each([
    ['Good. Rating: [[7]]', 7],
    ['[[8.5]] and then [[2]]', 8.5],
    ['[5] before [[9]]', 9],
    ['only [6]', 6],
    ['[[7.]]', 7],
    ['[[0]]', 0],
    ['[[100]]', 100],
    ['[[ 7 ]]', null],
    ['[[7/10]] but [3]', 3],
    ['[[-5]]', null],
    ['[[7,5]]', null],
    ['[[rating]] 8', null],
    ['Rating: 8/10', null],
    ['', null],
    // Python’s literal_eval ends with an error here, and so does FastChat.
    ['[[05]]', null],
    ['[[٥]]', null],
    ['[[00]]', 0],
    ['[[05.5]]', 5.5],
    [`[[${'9'.repeat(400)}]]`, null],
    ['[[1e3]]', null],
    ['see note [1].\nRating: [[10]]', 10],
  ])('of %j is %j', (judgment, score) => {
    expect(readScore(judgment)).toBe(score);
    expect(judgmentOf(judgment)).toEqual({ judgment, score });
  });
});

describe('what the judge is asked', () => {
  const question = { id: 1, category: 'math', turns: ['q1', 'q2'], references: ['r1', 'r2'] };
  const prompts = OWN_JUDGE_PROMPTS.en;

  test('has the reference in math, reasoning and coding alone', () => {
    const names = ['math', 'reasoning', 'coding', 'writing', 'extraction'].map(
      (category) =>
        judgeQuestion({ question: { ...question, category }, answers: ['a1'], turn: 1 }, prompts).promptName,
    );
    expect(names).toEqual([
      ...Array.from({ length: 3 }, () => 'sarvi-single-reference-en'),
      ...Array.from({ length: 2 }, () => 'sarvi-single-en'),
    ]);
  });

  test('shows both turns for the second one', () => {
    const asked = judgeQuestion({ question, answers: ['a1', 'a2'], turn: 2 }, prompts);
    expect(asked.promptName).toBe('sarvi-conversation-reference-en');
    for (const part of ['q1', 'q2', 'a1', 'a2', 'r1', 'r2']) expect(asked.user).toContain(`\n${part}\n`);
  });

  test('takes answers as they are, whatever braces and dollars they have', () => {
    const answer = "{question} {{x}} $& $1 $' {ref_answer_1} } {";
    const asked = judgeQuestion(
      { question: { ...question, turns: ['{answer}'] }, answers: [answer], turn: 1 },
      prompts,
    );
    expect(asked.user).toContain(`\n${answer}\n`);
    expect(asked.user).toContain('\n{answer}\n');
  });

  test('says that a reference is missing, and asks without one', () => {
    for (const references of [[], ['r1'], ['r1', ' ']]) {
      const asked = judgeQuestion({ question: { ...question, references }, answers: ['a1', 'a2'], turn: 2 }, prompts);
      expect(asked).toMatchObject({ promptName: 'sarvi-conversation-en', lacksReference: true });
    }
  });
});

test('an answer in another language has the score 1, in the words of LumiOpen’s program', () => {
  const { judgment, score } = otherLanguageJudgment('fi', 'en');
  expect(score).toBe(1);
  expect(readScore(judgment)).toBe(1);
});

test('the mean is that of all scores of both turns; judgments without one are left out and counted', () => {
  const questions = [
    { id: 1, category: 'zoology' },
    { id: 2, category: 'math' },
    { id: 3, category: 'writing' },
  ];
  const judged = (questionId: number, turn: 1 | 2, score: number | null) => ({ questionId, turn, score });
  const found = summarizeJudgments(
    [judged(1, 1, 10), judged(1, 2, 4), judged(2, 1, 1), judged(2, 2, null), judged(3, 1, 12), judged(3, 2, null)],
    questions,
  );
  expect(found).toEqual({
    overall: { value: 6.75, scores: 4 },
    standardError: expect.any(Number) as number,
    firstTurn: { value: 23 / 3, scores: 3 },
    secondTurn: { value: 4, scores: 1 },
    categories: [
      { category: 'writing', value: 12, scores: 1 },
      { category: 'math', value: 1, scores: 1 },
      { category: 'zoology', value: 7, scores: 2 },
    ],
    withoutScore: 2,
    outsideScale: 1,
  });
  // Two questions with the means 7 and 6: drawn again, their mean has a spread of √⅛.
  const two = summarizeJudgments([judged(1, 1, 7), judged(1, 2, 7), judged(2, 1, 6), judged(2, 2, 6)], questions);
  expect(two.standardError).toBeCloseTo(Math.sqrt(1 / 8), 1);
  expect(summarizeJudgments([judged(1, 1, null)], questions)).toMatchObject({
    overall: { value: null, scores: 0 },
    standardError: null,
    withoutScore: 1,
  });
});
