import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import * as v from 'valibot';
import type { EvaluationFiles, EvaluationMetric, Judgement } from '#contract/evaluations';
import { SarviError } from '#contract/errors';
import { AnswerLanguage } from '../answer-language.ts';
import type { EvaluationTask, JudgedSample, TaskSample } from '../task.ts';
import { readAnswers } from './answer-rows.ts';
import type { JudgePrompts } from './judge-prompt.ts';
import { judgmentOf, judgeQuestion, otherLanguageJudgment } from './judge-turn.ts';
import { OWN_JUDGE_PROMPTS } from './own-judge-prompts.ts';
import {
  readOwnQuestions,
  readQuestions,
  temperatureOf,
  type MtBenchLanguage,
  type MtBenchQuestion,
} from './questions.ts';
import { readJudgePrompts } from './read-judge-prompts.ts';
import { summarizeJudgments, type MeanScore } from './summarize.ts';

/** Of LumiOpen's FastChat, whose rules these are: the last of its commits that they were read from. */
const TASK_VERSION = '003cbc8';
const MOST_ANSWER_TOKENS = 1024;
/** Greedy, and long enough for the reasons before the grade. */
const JUDGE_SAMPLING = { temperature: 0, maxTokens: 2048 } as const;
/** What FastChat writes in place of a question that no judge was asked. */
const NOT_ASKED = 'NA';
const MIDDLE = 5;

type Scores = Extract<Judgement, { kind: 'scores' }>;

const Prompt = v.object({ name: v.string(), system: v.string(), template: v.string() });
const Settings = v.object({
  prompts: v.object({
    single: Prompt,
    singleWithReference: Prompt,
    conversation: Prompt,
    conversationWithReference: Prompt,
  }),
});
const Doc = v.object({
  question_id: v.number(),
  category: v.string(),
  turns: v.array(v.string()),
  reference: v.array(v.string()),
});

/** MT-Bench: questions with a second turn, whose answers a model grades from 1 to 10. */
export function mtBenchTask(language: MtBenchLanguage): EvaluationTask {
  return {
    name: `mt-bench-${language}`,
    version: TASK_VERSION,
    needsJudge: true,
    async readSet({ files }, { resources }) {
      const path = files.data === undefined ? null : resolve(files.data);
      const set = path === null ? await readOwnQuestions(resources, language) : await readQuestions(path);
      const references = await referencesOf(files);
      const { prompts, source } = await promptsOf(files, language);
      const questions = set.rows.map((row) => ({ ...row, references: references?.byId.get(row.id) ?? row.references }));
      return {
        samples: questions.map(sampleOf),
        faults: set.faults,
        data: {
          name: path === null ? `sarvi-${language}` : basename(path),
          isOwn: path === null,
          sha256: digestOf([set.sha256, references?.sha256 ?? '']),
        },
        settings: {
          judgePrompts: source,
          references: references?.name ?? 'questions',
          languages: language === 'fi' ? 'eld 2.1.0 (medium)' : null,
          prompts,
        },
      };
    },
    openGrader(settings, judge, { languageEntry }) {
      const { prompts } = v.parse(Settings, settings);
      const languageOf = new AnswerLanguage(language, languageEntry);
      return {
        async judge({ doc, answers }, signal) {
          if (!judge) throw new SarviError('judge-missing', { task: `mt-bench-${language}` });
          const question = questionOf(doc);
          const texts = answers.map(({ text }) => text);
          const turns: Scores['turns'] = [];
          for (const [index, answer] of texts.entries()) {
            const turn = index === 0 ? 1 : 2;
            const other = await languageOf.otherOf(answer);
            const asked = judgeQuestion({ question, answers: texts, turn }, prompts);
            if (other !== null) {
              const { judgment: text, score } = otherLanguageJudgment(language, other);
              const judged = { prompt: NOT_ASKED, text };
              turns.push({ score, by: 'other-language', promptKind: asked.promptName, judged, at: Date.now() });
              continue;
            }
            const messages = [
              ...(asked.system === '' ? [] : [{ role: 'system', content: asked.system }]),
              { role: 'user', content: asked.user },
            ];
            const { judgment: text, score } = judgmentOf(await judge.answer(messages, JUDGE_SAMPLING, signal));
            const judged = { prompt: asked.user, text };
            turns.push({ score, by: 'judge', promptKind: asked.promptName, judged, at: Date.now() });
          }
          return { kind: 'scores', turns };
        },
        close: () => languageOf.close(),
      };
    },
    summarise: (samples) => metricsOf(samples),
    failed: (judgement) => scoresOf(judgement).turns.some(({ score }) => score !== null && score < MIDDLE),
  };
}

async function promptsOf(
  { judgePrompts }: EvaluationFiles,
  language: MtBenchLanguage,
): Promise<{ prompts: JudgePrompts; source: string }> {
  if (judgePrompts === undefined) return { prompts: OWN_JUDGE_PROMPTS[language], source: `sarvi-${language}` };
  const path = resolve(judgePrompts);
  return { prompts: (await readJudgePrompts(path)).prompts, source: basename(path) };
}

async function referencesOf({ references }: EvaluationFiles): Promise<{
  readonly name: string;
  readonly sha256: string;
  readonly byId: ReadonlyMap<number, readonly string[]>;
} | null> {
  if (references === undefined) return null;
  const path = resolve(references);
  const { rows, sha256 } = await readAnswers(path);
  return { name: basename(path), sha256, byId: new Map(rows.map(({ questionId, turns }) => [questionId, turns])) };
}

function sampleOf(question: MtBenchQuestion): TaskSample {
  const { id, category, turns, references } = question;
  return {
    key: String(id),
    category,
    turns,
    sampling: { temperature: temperatureOf(question), maxTokens: MOST_ANSWER_TOKENS },
    doc: { question_id: id, category, turns, reference: references },
  };
}

function questionOf(doc: TaskSample['doc']): MtBenchQuestion {
  const { question_id: id, reference: references, ...rest } = v.parse(Doc, doc);
  return { id, references, ...rest };
}

function scoresOf(judgement: Judgement): Scores {
  if (judgement.kind !== 'scores') throw new SarviError('internal', { reason: judgement.kind });
  return judgement;
}

function metricsOf(samples: readonly JudgedSample[]): EvaluationMetric[] {
  const questions = samples.map(({ doc }) => questionOf(doc));
  const turns = samples.flatMap(({ judgement }, at) =>
    scoresOf(judgement).turns.map(({ score, by }, index) => ({
      ...{ questionId: questions[at]?.id ?? 0, turn: index === 0 ? (1 as const) : (2 as const), score },
      isOtherLanguage: by === 'other-language',
    })),
  );
  const found = summarizeJudgments(turns, questions);
  const score = (name: string, { value, scores }: MeanScore, error: number | null = null): EvaluationMetric[] => {
    if (value === null) return [];
    const errorBy = error === null ? null : 'bootstrap';
    return [{ name, value, unit: 'score', standardError: error, errorBy, samples: scores }];
  };
  const share = (name: string, count: number): EvaluationMetric[] => {
    if (count === 0) return [];
    const value = count / turns.length;
    return [{ name, value, unit: 'share', standardError: null, errorBy: null, samples: turns.length }];
  };
  return [
    ...score('score', found.overall, found.standardError),
    ...score('score_turn_1', found.firstTurn),
    ...score('score_turn_2', found.secondTurn),
    ...found.categories.flatMap(({ category, ...mean }) => score(`score_${category}`, mean)),
    ...share('without_score', found.withoutScore),
    ...share('outside_scale', found.outsideScale),
    ...share('other_language', turns.filter(({ isOtherLanguage }) => isOtherLanguage).length),
  ];
}

function digestOf(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}
