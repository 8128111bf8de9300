import { basename, resolve } from 'node:path';
import * as v from 'valibot';
import type { EvaluationFiles, EvaluationMetric, Judgement } from '#contract/evaluations';
import { SarviError } from '#contract/errors';
import { AnswerLanguage } from '../answer-language.ts';
import type { EvaluationTask, Judge, JudgedSample, TaskSample } from '../task.ts';
import { readInstructionSet, type BaselineRow } from './instruction-set.ts';
import {
  fillPairPrompt,
  OWN_PAIR_PROMPTS,
  readPairPrompt,
  type AlpacaLanguage,
  type PairPrompt,
} from './judge-prompt.ts';
import { lengthControlledWinRate, type GamedRow } from './length-controlled.ts';
import { isSwitched, LABELS, preferenceOf } from './preference.ts';
import { readGamed } from './read-gamed.ts';
import { computeWinRate } from './win-rate.ts';

/** Of alpaca_eval, whose rules these are. */
const TASK_VERSION = '0.6.6';
/** As LumiOpen generates. */
const SAMPLING = { temperature: 0.6, topP: 0.9, maxTokens: 2048 } as const;
/** For a judge that tells no probabilities. */
const ONE_WORD = { temperature: 0, maxTokens: 4 } as const;
const BASELINE_WINS = 1;
const EQUAL = 1.5;

type Preferred = Extract<Judgement, { kind: 'preference' }>;
type Order = Preferred['orders'][number];

const Settings = v.object({
  orders: v.picklist(['official', 'both']),
  prompt: v.object({ name: v.string(), system: v.string(), template: v.string() }),
});
const Doc = v.object({
  index: v.number(),
  instruction: v.string(),
  dataset: v.string(),
  baseline: v.object({ generator: v.string(), output: v.string() }),
  /** Rows of `df_gamed.csv` about this instruction, with their place in the file. */
  gamed: v.nullable(
    v.array(
      v.object({
        line: v.number(),
        preference: v.nullable(v.number()),
        lengthDifference: v.number(),
        difficulty: v.number(),
        isBaseline: v.boolean(),
      }),
    ),
  ),
});

/** AlpacaEval 2: a model says whether an answer is better than that of a baseline. */
export function alpacaEvalTask(language: AlpacaLanguage): EvaluationTask {
  return {
    name: `alpaca-eval-${language}`,
    version: TASK_VERSION,
    needsJudge: true,
    async readSet({ files, bothOrders }, { resources }) {
      const set = await readInstructionSet(files, language, resources);
      const gamed = files.difficulties === undefined ? null : await readGamed(resolve(files.difficulties));
      return {
        samples: set.rows.map((row) => sampleOf(row, gamed && gamedOf(gamed.rows, row.index))),
        faults: set.faults,
        data: set.data,
        settings: {
          orders: bothOrders ? 'both' : 'official',
          baseline: set.generators.join(', '),
          difficulties: files.difficulties === undefined ? null : basename(files.difficulties),
          difficultiesSha256: gamed?.sha256 ?? null,
          languages: language === 'fi' ? 'eld 2.1.0 (medium)' : null,
          prompt: await promptOf(files, language),
        },
      };
    },
    openGrader(settings, judge, { languageEntry }) {
      const { orders, prompt } = v.parse(Settings, settings);
      const languageOf = new AnswerLanguage(language, languageEntry);
      return {
        async judge({ doc, answers }, signal) {
          if (!judge) throw new SarviError('judge-missing', { task: `alpaca-eval-${language}` });
          const { instruction, baseline } = v.parse(Doc, doc);
          const output = answers[0]?.text ?? '';
          const told = (preference: number, by: Preferred['by']): Preferred => ({
            ...{ kind: 'preference', preference, by, orders: [], baseline, at: Date.now() },
          });
          if (output === baseline.output) return told(EQUAL, 'equal');
          if ((await languageOf.otherOf(output)) !== null) return told(BASELINE_WINS, 'other-language');
          const shown: Order[] = [];
          for (const modelFirst of orders === 'both' ? [false, true] : [isSwitched(instruction)]) {
            const pair = modelFirst ? ([output, baseline.output] as const) : ([baseline.output, output] as const);
            shown.push(
              await askOrder(judge, prompt, fillPairPrompt(prompt.template, instruction, pair), modelFirst, signal),
            );
          }
          return { ...told(EQUAL, 'judge'), preference: preferenceIn(shown), orders: shown };
        },
        close: () => languageOf.close(),
      };
    },
    summarise: (samples) => metricsOf(samples),
    failed: (judgement) => (preferenceFrom(judgement).preference ?? EQUAL) < EQUAL,
  };
}

async function promptOf({ judgePrompts }: EvaluationFiles, language: AlpacaLanguage): Promise<PairPrompt> {
  if (judgePrompts === undefined) return OWN_PAIR_PROMPTS[language];
  const path = resolve(judgePrompts);
  return { name: basename(path), ...(await readPairPrompt(path)) };
}

async function askOrder(
  judge: Judge,
  { system }: Pick<PairPrompt, 'system'>,
  user: string,
  modelFirst: boolean,
  signal: AbortSignal,
): Promise<Order> {
  const messages = [...(system === '' ? [] : [{ role: 'system', content: system }]), { role: 'user', content: user }];
  if (judge.labelProbabilities) {
    const [first = null, second = null] = await judge.labelProbabilities(messages, LABELS, signal);
    return orderOf(first, second, modelFirst, { prompt: user, text: '' });
  }
  const text = await judge.answer(messages, ONE_WORD, signal);
  const [first = null, second = null] = LABELS.map((label) => (text.trim() === label ? 1 : null));
  return orderOf(first, second, modelFirst, { prompt: user, text });
}

function orderOf(first: number | null, second: number | null, modelFirst: boolean, judged: Order['judged']): Order {
  return {
    ...{ modelFirst, judged },
    modelProbability: modelFirst ? first : second,
    baselineProbability: modelFirst ? second : first,
  };
}

/** The mean over the orders; null if the judge chose neither answer in one of them. */
function preferenceIn(orders: readonly Order[]): number | null {
  const preferences = orders.map(({ modelFirst, modelProbability: model, baselineProbability: baseline }) =>
    preferenceOf(modelFirst ? [model, baseline] : [baseline, model], modelFirst),
  );
  let sum = 0;
  for (const preference of preferences) {
    if (preference === null) return null;
    sum += preference;
  }
  return sum / preferences.length;
}

function sampleOf({ key, ...row }: BaselineRow, gamed: v.InferOutput<typeof Doc>['gamed']): TaskSample {
  return { key, category: row.dataset || null, turns: [row.instruction], sampling: SAMPLING, doc: { ...row, gamed } };
}

function gamedOf(rows: readonly GamedRow[], index: number): v.InferOutput<typeof Doc>['gamed'] {
  return rows.flatMap(({ index: of, ...row }, line) => (of === index ? [{ line, ...row }] : []));
}

function preferenceFrom(judgement: Judgement): Preferred {
  if (judgement.kind !== 'preference') throw new SarviError('internal', { reason: judgement.kind });
  return judgement;
}

function metricsOf(samples: readonly JudgedSample[]): EvaluationMetric[] {
  const judged = samples.map((sample) => ({
    ...{ doc: v.parse(Doc, sample.doc), output: sample.answers[0]?.text ?? '' },
    judgement: preferenceFrom(sample.judgement),
  }));
  const given = judged.flatMap(({ judgement }) => judgement.preference ?? []);
  const raw = computeWinRate(given);
  const gamed = judged.flatMap(({ doc }) => (doc.gamed ?? []).map((row) => ({ ...row, index: doc.index })));
  const controlled = lengthControlledWinRate(
    judged.map(({ doc, output, judgement }) => ({
      ...{ index: doc.index, baselineOutput: doc.baseline.output, modelOutput: output },
      preference: judgement.preference,
    })),
    gamed.length === 0 ? null : gamed.toSorted((a, b) => a.line - b.line),
  );
  const percent = (
    name: string,
    value: number | undefined,
    error: number | null,
    errorBy: EvaluationMetric['errorBy'] = 'reference',
  ): EvaluationMetric[] => {
    if (value === undefined) return [];
    const by = error === null ? null : errorBy;
    return [{ name, value, unit: 'percent', standardError: error, errorBy: by, samples: given.length }];
  };
  const share = (name: string, count: number): EvaluationMetric[] => {
    const value = count / judged.length;
    if (count === 0) return [];
    return [{ name, value, unit: 'share', standardError: null, errorBy: null, samples: judged.length }];
  };
  const isFull = controlled?.formula === 'length_controlled_v1';
  return [
    ...percent(
      isFull ? 'length_controlled_winrate' : 'length_controlled_minimal',
      controlled?.winRate,
      controlled?.standardError ?? null,
      isFull ? 'reference' : 'bootstrap',
    ),
    ...percent('win_rate', raw?.winRate, raw?.standardError ?? null),
    ...percent('discrete_win_rate', raw?.discreteWinRate, null),
    ...share('without_preference', judged.length - given.length),
    ...share('other_language', judged.filter(({ judgement }) => judgement.by === 'other-language').length),
  ];
}
