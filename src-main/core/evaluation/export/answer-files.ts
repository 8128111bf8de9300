/**
 * Answers and judgements in the files of the reference programs: IFEval's responses and results, FastChat's
 * `model_answer` and `model_judgment`, alpaca_eval's `model_outputs.json` and `annotations.json`.
 */
import type { EvaluationSample, Judgement } from '#contract/evaluations';
import { annotationRow } from '../alpaca-eval/annotations.ts';
import { answerLine } from '../mt-bench/answer-rows.ts';
import { judgmentLine } from '../mt-bench/judgment-rows.ts';
import type { RunState } from '../runs/run-state.ts';
import type { Parts } from './parts.ts';

type Judged<Kind extends Judgement['kind']> = Extract<Judgement, { kind: Kind }>;

/** Samples that have all of their answers. */
export function answerFile({ run, samples }: RunState): Parts {
  const { task, model } = run.configuration;
  const answered = samples.filter(({ answers, turns }) => answers.length === turns.length);
  if (task.startsWith('alpaca-eval')) {
    return arrayParts(answered, ({ doc, answers }) => ({
      dataset: doc['dataset'],
      instruction: doc['instruction'],
      output: answers[0]?.text ?? '',
      generator: model.name,
    }));
  }
  return lineParts(answered, ({ key, doc, answers }) => {
    const turns = answers.map(({ text }) => text);
    if (task.startsWith('ifeval')) return [JSON.stringify({ ...doc, response: turns[0] ?? '' })];
    const answer = { questionId: Number(doc['question_id']), model: model.name, turns };
    return [answerLine(answer, `${run.id}-${key}`, run.createdAt)];
  });
}

/** Samples that are judged. */
export function judgmentFile({ run, samples }: RunState): Parts {
  const { task, model, judge } = run.configuration;
  const judged = samples.filter(({ judgement }) => judgement !== null);
  if (!task.startsWith('alpaca-eval')) {
    return lineParts(judged, (sample) => {
      if (sample.judgement?.kind === 'instructions') return [instructionLine(sample, sample.judgement)];
      return sample.judgement?.kind === 'scores'
        ? scoreLines(sample, sample.judgement, model.name, judge?.name ?? '')
        : [];
    });
  }
  return arrayParts(judged, ({ doc, answers, judgement }) => {
    const { baseline, preference } = judgement as Judged<'preference'>;
    return annotationRow({
      ...{ instruction: String(doc['instruction']), index: Number(doc['index']), dataset: String(doc['dataset']) },
      ...{ baseline, preference, annotator: judge?.name ?? '' },
      model: { generator: model.name, output: answers[0]?.text ?? '' },
    });
  });
}

/** As google-research's `instruction_following_eval` writes it, with both verdicts in one line. */
function instructionLine({ key, turns, answers }: EvaluationSample, { instructions }: Judged<'instructions'>): string {
  const strict = instructions.map((one) => one.strict);
  const loose = instructions.map((one) => one.loose);
  return JSON.stringify({
    ...{
      key,
      prompt: turns[0],
      response: answers[0]?.text ?? '',
      instruction_id_list: instructions.map(({ id }) => id),
    },
    ...{ follow_all_instructions: strict.every(Boolean), follow_instruction_list: strict },
    ...{ follow_all_instructions_loose: loose.every(Boolean), follow_instruction_list_loose: loose },
  });
}

function scoreLines({ doc }: EvaluationSample, { turns }: Judged<'scores'>, model: string, judge: string): string[] {
  return turns.map(({ score, promptKind, judged, at }, index) =>
    judgmentLine(
      {
        ...{ questionId: Number(doc['question_id']), model, judge, score, turn: index === 0 ? 1 : 2 },
        promptName: promptKind ?? '',
        userPrompt: judged?.prompt ?? '',
        judgment: judged?.text ?? '',
      },
      at,
    ),
  );
}

function lineParts(samples: readonly EvaluationSample[], linesOf: (sample: EvaluationSample) => string[]): Parts {
  const each = samples.map(
    (sample) => () =>
      linesOf(sample)
        .map((line) => `${line}\n`)
        .join(''),
  );
  return { before: '', each, after: '' };
}

function arrayParts(samples: readonly EvaluationSample[], rowOf: (sample: EvaluationSample) => object): Parts {
  const each = samples.map((sample, index) => () => `${index === 0 ? '' : ',\n'}${JSON.stringify(rowOf(sample))}`);
  return { before: '[\n', each, after: '\n]\n' };
}
