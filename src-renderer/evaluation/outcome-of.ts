import type { EvaluationSample } from '#contract/evaluations';

/** What came of a sample, in one sign. */
export type Outcome =
  | { readonly kind: 'passed' | 'loosely' | 'failed' | 'open' | 'left-out' }
  | { readonly kind: 'score'; readonly score: number };

export function outcomeOf({ judgement, failure }: EvaluationSample): Outcome {
  if (failure) return { kind: 'left-out' };
  if (!judgement) return { kind: 'open' };
  switch (judgement.kind) {
    case 'instructions': {
      const { instructions } = judgement;
      if (instructions.every(({ strict }) => strict)) return { kind: 'passed' };
      return { kind: instructions.every(({ loose }) => loose) ? 'loosely' : 'failed' };
    }
    case 'scores': {
      const scores = judgement.turns.flatMap(({ score }) => score ?? []);
      if (scores.length === 0) return { kind: 'left-out' };
      return { kind: 'score', score: scores.reduce((sum, score) => sum + score, 0) / scores.length };
    }
    case 'preference':
      if (judgement.preference === null) return { kind: 'left-out' };
      return { kind: judgement.preference > 1.5 ? 'passed' : 'failed' };
  }
}
