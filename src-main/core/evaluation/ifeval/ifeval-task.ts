import { basename, resolve } from 'node:path';
import type { EvaluationMetric, Judgement } from '#contract/evaluations';
import { SarviError } from '#contract/errors';
import type { EvaluationTask, JudgedSample, TaskSample } from '../task.ts';
import { computeMetrics, type Share } from './metrics.ts';
import { readPunktTables } from './punkt/read-punkt-tables.ts';
import { readIfevalSet, readOwnSet } from './read-ifeval-set.ts';
import type { IfevalRow } from './read-row.ts';
import { VerdictThread } from './verdict-thread.ts';

/** Of lm-evaluation-harness, whose rules these are. */
const TASK_VERSION = '4.0';
/** As the harness generates: greedy, without stop strings. */
const SAMPLING = { temperature: 0, maxTokens: 1280 } as const;

/** IFEval: prompts whose instructions rules can check. */
export function ifevalTask(language: 'en' | 'fi'): EvaluationTask {
  return {
    name: `ifeval-${language}`,
    version: TASK_VERSION,
    needsJudge: false,
    async readSet({ files }, { resources, verdictEntry }) {
      const path = files.data === undefined ? null : resolve(files.data);
      const punktFolder = files.punktTab === undefined ? null : resolve(files.punktTab);
      if (punktFolder !== null) await readPunktTables(punktFolder);
      const set = path === null ? await readOwnSet(resources, language) : await readIfevalSet(path, verdictEntry);
      return {
        samples: set.rows.map(sampleOf),
        faults: set.faults,
        data: {
          name: path === null ? `sarvi-${language}` : basename(path),
          isOwn: path === null,
          sha256: set.sha256,
        },
        settings: {
          sentences: punktFolder === null ? 'sarvi' : 'punkt_tab',
          languages: language === 'fi' ? 'eld 2.1.0 (large)' : 'langdetect 1.0.9',
          punktFolder,
        },
      };
    },
    openGrader({ punktFolder }, _judge, { resources, verdictEntry: entry }) {
      const folder = typeof punktFolder === 'string' ? punktFolder : null;
      const thread = new VerdictThread({ entry, language, resources, punktFolder: folder });
      return {
        async judge({ doc, answers }) {
          const { instructionIds, kwargs } = rowOf(doc);
          const answer = answers[0]?.text ?? '';
          const { verdicts, drawn } = await thread.judge({ answer, instructionIds, kwargs });
          return {
            kind: 'instructions',
            instructions: verdicts.map(({ strict, loose, found = null }, index) => ({
              id: instructionIds[index] ?? '',
              kwargs: { ...kwargs[index] },
              strict,
              loose,
              found,
              drawn: [...(drawn[index] ?? [])],
            })),
          };
        },
        close: () => thread.close(),
      };
    },
    summarise: (samples) => metricsOf(samples),
    failed: (judgement) => instructionsOf(judgement).some(({ strict }) => !strict),
  };
}

function sampleOf({ key, prompt, instructionIds, kwargs }: IfevalRow, index: number): TaskSample {
  const number = key ?? index + 1;
  return {
    key: String(number),
    category: null,
    turns: [prompt],
    sampling: SAMPLING,
    doc: { key: number, prompt, instruction_id_list: instructionIds, kwargs },
  };
}

function rowOf(doc: Readonly<Record<string, unknown>>): Pick<IfevalRow, 'instructionIds' | 'kwargs'> {
  return {
    instructionIds: doc['instruction_id_list'] as IfevalRow['instructionIds'],
    kwargs: doc['kwargs'] as IfevalRow['kwargs'],
  };
}

function instructionsOf(judgement: Judgement): Extract<Judgement, { kind: 'instructions' }>['instructions'] {
  if (judgement.kind !== 'instructions') throw new SarviError('internal', { reason: judgement.kind });
  return judgement.instructions;
}

function metricsOf(samples: readonly JudgedSample[]): EvaluationMetric[] {
  const metrics = computeMetrics(samples.map(({ judgement }) => instructionsOf(judgement)));
  const metric = (name: string, { value, standardError, bootstrapError }: Share): EvaluationMetric => ({
    name,
    value,
    unit: 'share',
    standardError: standardError ?? bootstrapError,
    errorBy: standardError !== null ? 'reference' : bootstrapError !== null ? 'bootstrap' : null,
    samples: samples.length,
  });
  return [
    metric('prompt_level_strict_acc', metrics.promptStrict),
    metric('inst_level_strict_acc', metrics.instructionStrict),
    metric('prompt_level_loose_acc', metrics.promptLoose),
    metric('inst_level_loose_acc', metrics.instructionLoose),
  ];
}
