/** Exact probabilities of coin tosses, in logarithms, so that no number of tosses is too large. */

const logFactorials: number[] = [0];

function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next += 1) {
    logFactorials.push((logFactorials[next - 1] ?? 0) + Math.log(next));
  }
  return logFactorials[n] ?? 0;
}

/** The probability of exactly `heads` among `tosses`. */
export function binomialProbability(heads: number, tosses: number, probability: number): number {
  if (probability === 0) return heads === 0 ? 1 : 0;
  if (probability === 1) return heads === tosses ? 1 : 0;
  const ways = logFactorial(tosses) - logFactorial(heads) - logFactorial(tosses - heads);
  return Math.exp(ways + heads * Math.log(probability) + (tosses - heads) * Math.log1p(-probability));
}

/** The probability that a fair coin falls at least as unevenly: the exact two-sided sign test. 1 without a toss. */
export function signTest(heads: number, tails: number): number {
  const tosses = heads + tails;
  let tail = 0;
  for (let count = 0; count <= Math.min(heads, tails); count += 1) tail += binomialProbability(count, tosses, 0.5);
  return Math.min(1, 2 * tail);
}
