import { fillTemplate, type JudgePromptKind, type JudgePrompts } from './judge-prompt.ts';
import type { Judgment } from './judgment-rows.ts';
import { needsReference, type MtBenchLanguage, type MtBenchQuestion } from './questions.ts';
import { readScore } from './read-score.ts';

export interface JudgedTurn {
  readonly question: MtBenchQuestion;
  /** The model's answers up to the judged turn. */
  readonly answers: readonly string[];
  readonly turn: 1 | 2;
}

type ReadJudgment = Pick<Judgment, 'judgment' | 'score'>;

/** What a judge is asked about one turn. */
export interface JudgeQuestion {
  readonly promptName: string;
  readonly system: string;
  readonly user: string;
  /** Whether the category asks for a reference answer that is not there. */
  readonly lacksReference: boolean;
}

export function judgeQuestion({ question, answers, turn }: JudgedTurn, prompts: JudgePrompts): JudgeQuestion {
  const [first = '', second = ''] = question.turns;
  const [answer1 = '', answer2 = ''] = answers;
  const references = question.references.slice(0, turn);
  const hasReference = references.length === turn && references.every((each) => each.trim() !== '');
  const asksForOne = needsReference(question);
  const prompt = prompts[kindOf(turn, asksForOne && hasReference)];
  const [ref1 = '', ref2 = ''] = references;
  return {
    promptName: prompt.name,
    system: prompt.system,
    user: fillTemplate(prompt.template, {
      question: first,
      answer: answer1,
      question_1: first,
      question_2: second,
      answer_1: answer1,
      answer_2: answer2,
      ref_answer_1: ref1,
      ref_answer_2: ref2,
    }),
    lacksReference: asksForOne && !hasReference,
  };
}

/**
 * A Finnish question wants a Finnish answer: any other gets 1 without a judge, in the words of LumiOpen's program.
 *
 * @param found - the language of the answer, ISO 639-1
 */
export function otherLanguageJudgment(wanted: MtBenchLanguage, found: string): ReadJudgment {
  return { judgment: `Language error. Target lang is ${wanted}. Answer is ${found}. Rating: [[1]]`, score: 1 };
}

export function judgmentOf(judgment: string): ReadJudgment {
  return { judgment, score: readScore(judgment) };
}

function kindOf(turn: 1 | 2, withReference: boolean): JudgePromptKind {
  if (turn === 1) return withReference ? 'singleWithReference' : 'single';
  return withReference ? 'conversationWithReference' : 'conversation';
}
