import type { TokenChoice } from '#contract/generation-record';
import type { Vocabulary } from '../core/vocabulary.ts';

/**
 * A chosen token with its probability and the `count` likeliest ones. `probabilities` is in falling order, as the
 * library gives it; tokens that the sampler had ruled out are not in it, or have the probability 0.
 */
export function tokenChoice(
  vocabulary: Pick<Vocabulary, 'describe'>,
  token: number,
  probabilities: ReadonlyMap<number, number>,
  count: number,
): TokenChoice {
  const weighed = (id: number, probability: number): { token: number; text: string; probability: number } => ({
    token: id,
    text: vocabulary.describe(id),
    // Sums of 32-bit numbers may end a little above 1.
    probability: Math.min(1, probability),
  });
  const alternatives = [];
  for (const [id, probability] of probabilities) {
    if (alternatives.length === count || probability === 0) break;
    alternatives.push(weighed(id, probability));
  }
  return { ...weighed(token, probabilities.get(token) ?? 0), alternatives };
}
