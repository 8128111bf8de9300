import type { Strength } from '#contract/statistics';
import { fitBradleyTerry } from './bradley-terry.ts';
import { comparableGroups } from './comparable-groups.ts';
import { between, byCluster, type Decision } from './decision.ts';
import { NORMAL_97_5 } from './student-t.ts';

const MEAN_RATING = 1000;
/** Elo's scale: odds of ten to one are 400 points. */
const POINTS_PER_LOGIT = 400 / Math.LN10;
/** The probability beyond a one-sided bound. */
const UNLIKELY = 0.025;
const FARTHEST = 40;

/**
 * Strengths on Elo's scale. A model that won or lost everything against the models with numbers gets a bound; a model
 * that was never compared with them gets nothing.
 */
export function modelStrengths(models: readonly string[], decisions: readonly Decision[]): Strength[] {
  const { groups, reaches } = comparableGroups(models, decisions);
  const votesOf = (group: readonly string[]): number =>
    decisions.filter(({ first, second }) => group.includes(first) || group.includes(second)).length;
  const sidesOf = (model: string): number =>
    Number(models.some((other) => reaches(model, other))) + Number(models.some((other) => reaches(other, model)));
  // The largest group; among single models, one that has both won and lost.
  const [reference = []] = groups.toSorted(
    (a, b) => b.length - a.length || sidesOf(b[0] ?? '') - sidesOf(a[0] ?? '') || votesOf(b) - votesOf(a),
  );
  const fitted = fitBradleyTerry(reference, decisions);
  const strengthOf = new Map(reference.map((model, place) => [model, fitted.strengths[place] ?? 0]));
  return models.map((columnId): Strength => {
    const place = reference.indexOf(columnId);
    if (place >= 0) {
      // Without a decision a number has no basis.
      if (votesOf([columnId]) === 0) return { columnId, kind: 'unknown' };
      const [strength = 0, error = 0] = [fitted.strengths[place], fitted.errors[place]];
      const half = NORMAL_97_5 * error;
      const [value, low, high] = [strength, strength - half, strength + half].map(ratingOf) as [number, number, number];
      return { columnId, kind: 'estimate', rating: { value, low, high } };
    }
    const isAbove = reference.some((other) => reaches(columnId, other));
    const isBelow = reference.some((other) => reaches(other, columnId));
    if (!isAbove && !isBelow) return { columnId, kind: 'unknown' };
    const bound = boundOf(columnId, isAbove ? 1 : -1, strengthOf, decisions);
    return { columnId, kind: isAbove ? 'at-least' : 'at-most', bound: bound === null ? null : ratingOf(bound) };
  });
}

function ratingOf(logits: number): number {
  return MEAN_RATING + POINTS_PER_LOGIT * logits;
}

/**
 * The strength at which it would barely be no surprise to win every prompt (or to lose every one). Null if the model
 * was never compared directly with the models that have numbers.
 */
function boundOf(
  model: string,
  sign: 1 | -1,
  strengths: ReadonlyMap<string, number>,
  decisions: readonly Decision[],
): number | null {
  const met = [...strengths].map(([other, strength]) => ({
    strength,
    prompts: byCluster(between(decisions, model, other)).length,
  }));
  if (met.every(({ prompts }) => prompts === 0)) return null;
  const logLikelihood = (own: number): number =>
    met.reduce((sum, { strength, prompts }) => sum - prompts * Math.log1p(Math.exp(-sign * (own - strength))), 0);
  let [low, high] = [-FARTHEST, FARTHEST];
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    const isLikely = logLikelihood(middle) >= Math.log(UNLIKELY);
    if (isLikely === sign > 0) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
