import { judgeAnswer } from '../../src-main/core/evaluation/ifeval/judge-answer.ts';
import type { Judge } from '../../src-main/core/evaluation/ifeval/judge.ts';
import { readInstruction } from '../../src-main/core/evaluation/ifeval/read-instruction.ts';
import type { AnswerLine } from './ifeval-answers.ts';

/** What the reference programs say of one line; null for a line on which they stop. */
export type ReferenceVerdicts = { readonly strict: readonly boolean[]; readonly loose: readonly boolean[] } | null;

export interface Agreement {
  /** Verdicts, strict and loose ones counted for themselves. */
  verdicts: number;
  equal: number;
}

/** Sarvi's own verdicts on a line; null where it refuses the line. */
export function verdictsOn({ response, instruction_id_list, kwargs }: AnswerLine, judge: Judge): ReferenceVerdicts {
  try {
    const instructions = instruction_id_list.map((id, index) => readInstruction(id, kwargs[index] ?? {}).instruction);
    const verdicts = judgeAnswer(response, instructions, judge);
    return { strict: verdicts.map(({ strict }) => strict), loose: verdicts.map(({ loose }) => loose) };
  } catch {
    return null;
  }
}

/** How often Sarvi says the same, by instruction. Tells each difference to `onDifference`. */
export function compareVerdicts(
  pairs: readonly (readonly [AnswerLine, ReferenceVerdicts])[],
  judge: Judge,
  onDifference: (id: string, index: number, line: AnswerLine, reference: ReferenceVerdicts) => void = () => undefined,
): Record<string, Agreement> {
  const found: Record<string, Agreement> = {};
  for (const [line, reference] of pairs) {
    const own = verdictsOn(line, judge);
    for (const [index, id] of line.instruction_id_list.entries()) {
      const agreement = (found[id] ??= { verdicts: 0, equal: 0 });
      for (const kind of ['strict', 'loose'] as const) {
        agreement.verdicts += 1;
        if (own?.[kind][index] === reference?.[kind][index]) agreement.equal += 1;
        else onDifference(id, index, line, reference);
      }
    }
  }
  return found;
}

export function sumOf(agreements: readonly Agreement[]): Agreement {
  const sum = { verdicts: 0, equal: 0 };
  for (const { verdicts, equal } of agreements) {
    sum.verdicts += verdicts;
    sum.equal += equal;
  }
  return sum;
}
