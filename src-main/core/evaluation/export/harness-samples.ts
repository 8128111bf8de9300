/**
 * The samples file of lm-evaluation-harness: a line for each document, with its keys.
 *
 * @see EleutherAI/lm-evaluation-harness lm_eval/evaluator.py, lm_eval/loggers/evaluation_tracker.py
 */
import { createHash } from 'node:crypto';
import type { EvaluationSample, Judgement } from '#contract/evaluations';
import type { Sampling } from '#contract/sampling';
import type { RunState } from '../runs/run-state.ts';
import type { Parts } from './parts.ts';

/** The harness has no target for tasks without one; IFEval's is 0. */
const TARGET = '0';

interface Hashes {
  readonly doc_hash: string;
  readonly prompt_hash: string;
  readonly target_hash: string;
}

/** Only what is judged: the harness knows no other samples. */
export function harnessSamples(state: RunState): Parts {
  return {
    before: '',
    each: state.samples.flatMap((sample, index) => {
      const { judgement } = sample;
      const sampling = state.sampleOf(sample.key)?.sampling ?? {};
      return judgement ? [() => `${JSON.stringify(lineOf(sample, judgement, sampling, index))}\n`] : [];
    }),
    after: '',
  };
}

function lineOf(sample: EvaluationSample, judgement: Judgement, sampling: Sampling, index: number): object {
  const metrics = metricsOf(judgement);
  const texts = sample.answers.map(({ text }) => text);
  return {
    doc_id: index,
    doc: sample.doc,
    target: TARGET,
    arguments: Object.fromEntries(
      sample.turns.map((turn, place) => [`gen_args_${place}`, { arg_0: turn, arg_1: generationOf(sampling) }]),
    ),
    resps: texts.map((text) => [text]),
    filtered_resps: texts,
    filter: 'none',
    metrics: Object.keys(metrics),
    ...hashesOf(sample),
    ...metrics,
  };
}

/** By the names of the harness. */
export function generationOf({ temperature = 0, topP, maxTokens = 0 }: Sampling): object {
  const doSample = temperature > 0;
  return {
    until: [],
    do_sample: doSample,
    temperature,
    ...(doSample && topP !== undefined ? { top_p: topP } : {}),
    max_gen_toks: maxTokens,
  };
}

export function hashesOf({ doc, turns }: EvaluationSample): Hashes {
  return {
    doc_hash: sha256(JSON.stringify(doc, null, 2)),
    prompt_hash: sha256(turns[0] ?? ''),
    target_hash: sha256(TARGET),
  };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function metricsOf(judgement: Judgement): Readonly<Record<string, unknown>> {
  switch (judgement.kind) {
    case 'instructions': {
      const strict = judgement.instructions.map((one) => one.strict);
      const loose = judgement.instructions.map((one) => one.loose);
      return {
        prompt_level_strict_acc: strict.every(Boolean),
        inst_level_strict_acc: strict,
        prompt_level_loose_acc: loose.every(Boolean),
        inst_level_loose_acc: loose,
      };
    }
    case 'scores':
      return { score: judgement.turns.map(({ score }) => score) };
    case 'preference':
      return { preference: judgement.preference };
  }
}
