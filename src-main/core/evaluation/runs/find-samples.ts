import type { CallOutput, HandlerInput } from '#contract/contract';
import type { EvaluationSample, Judgement } from '#contract/evaluations';
import type { EvaluationTask } from '../task.ts';

type Wanted = HandlerInput<'evaluations.samples'>;

/** A page of the samples that a filter leaves, with those of another run beside. */
export function findSamples(
  task: EvaluationTask,
  samples: readonly EvaluationSample[],
  others: readonly EvaluationSample[] | null,
  { filter, category, instruction, text, offset, limit }: Wanted,
): CallOutput<'evaluations.samples'> {
  const otherOf = new Map(others?.map((other) => [other.key, other]));
  const words = text.trim().toLocaleLowerCase();
  const found = samples
    .map((own) => ({ own, other: otherOf.get(own.key) ?? null }))
    .filter(({ own, other }) => {
      const { judgement } = own;
      if (category !== null && own.category !== category) return false;
      if (instruction !== null && !idsOf(judgement, own).includes(instruction)) return false;
      if (words !== '' && !textsOf(own).some((one) => one.toLocaleLowerCase().includes(words))) return false;
      switch (filter) {
        case 'all':
          return true;
        case 'judged':
          return judgement !== null;
        case 'failed':
          return judgement !== null && task.failed(judgement);
        case 'left-out':
          return own.failure !== null;
        case 'differs':
          return judgement !== null && !!other?.judgement && essenceOf(judgement) !== essenceOf(other.judgement);
      }
    });
  return { samples: found.slice(offset, offset + limit), total: found.length };
}

/** What of two judgements may differ: not the words of the judge, nor what a rule counted. */
function essenceOf(judgement: Judgement): string {
  switch (judgement.kind) {
    case 'instructions':
      return JSON.stringify(judgement.instructions.map(({ strict, loose }) => [strict, loose]));
    case 'scores':
      return JSON.stringify(judgement.turns.map(({ score }) => score));
    case 'preference':
      return String(judgement.preference !== null && judgement.preference > 1.5);
  }
}

function idsOf(judgement: Judgement | null, { doc }: EvaluationSample): readonly unknown[] {
  if (judgement?.kind === 'instructions') return judgement.instructions.map(({ id }) => id);
  const ids = doc['instruction_id_list'];
  return Array.isArray(ids) ? ids : [];
}

function textsOf({ turns, answers }: EvaluationSample): string[] {
  return [...turns, ...answers.map(({ text }) => text)];
}
