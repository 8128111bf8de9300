import { binomialProbability } from './binomial.ts';
import { NORMAL_97_5 } from './student-t.ts';

const LEVEL = 0.05;
const POWER = 0.8;
/** The 80 % quantile of the normal distribution. */
const NORMAL_80 = 0.8416212335729143;
/** For more decisions the approximation is accurate enough, and the exact number takes seconds. */
const MOST_EXACT = 1500;
/** More decisions than anyone makes. */
const MOST = 100_000;

/**
 * How many decisive prompts the exact sign test needs to find this share of wins with a power of 80 % at 5 %: the
 * smallest number from which it always does. Null if the shares are almost equal.
 */
export function decisionsNeeded(winShare: number): number | null {
  const share = Math.max(winShare, 1 - winShare);
  const distance = share - 0.5;
  const approximate = ((NORMAL_97_5 / 2 + NORMAL_80 * Math.sqrt(share * (1 - share))) / distance) ** 2;
  if (!(approximate <= MOST)) return null;
  // A test on whole numbers needs about one more step on each side.
  if (approximate > MOST_EXACT) return Math.ceil(approximate + 1 / distance);
  let needed = Math.ceil(approximate * 1.2 + 20);
  while (needed > 1 && powerOf(needed - 1, share) >= POWER) needed -= 1;
  return needed;
}

/** The probability that the sign test at 5 % finds the difference among this many decisions, on either side. */
function powerOf(decisions: number, share: number): number {
  const critical = criticalCount(decisions);
  let power = 0;
  for (let count = 0; count <= critical; count += 1) {
    power += binomialProbability(count, decisions, share) + binomialProbability(decisions - count, decisions, share);
  }
  return power;
}

/** The largest count of the smaller side that is significant; -1 if none is. */
function criticalCount(decisions: number): number {
  let tail = 0;
  for (let count = 0; count < decisions / 2; count += 1) {
    tail += 2 * binomialProbability(count, decisions, 0.5);
    if (tail > LEVEL) return count - 1;
  }
  return -1;
}
