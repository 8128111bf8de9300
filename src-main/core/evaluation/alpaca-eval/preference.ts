import { firstRandom } from './python-random.ts';

/** From 1 (the baseline is better) to 2 (the model is better). */
export type Preference = number;

/** The names of the two answers in the judge's prompt; the first answer is `m`. */
export const LABELS = ['m', 'M'] as const;
/** alpaca_eval's `seed` and the name of its column. */
const ORDER_SEED = 0;
const ORDER_NAME = 'is_switched_outputs';

/** Whether the official order shows the model's answer first; the same for every model and baseline. */
export function isSwitched(instruction: string): boolean {
  return firstRandom(`${ORDER_NAME}${instruction}${ORDER_SEED}`) >= 0.5;
}

/**
 * How much the judge prefers the model's answer, by the probabilities of the two labels as its next token.
 *
 * @param probabilities - of `LABELS`; null, for a label that is not among the likeliest tokens, counts as 0
 * @param switched - whether the model's answer was the first one
 * @returns null if neither label is among the likeliest tokens
 */
export function preferenceOf(probabilities: readonly (number | null)[], switched: boolean): Preference | null {
  const [first, second] = probabilities;
  const total = (first ?? 0) + (second ?? 0);
  if (!(total > 0)) return null;
  const preference = 2 - (first ?? 0) / total;
  return switched ? 3 - preference : preference;
}
