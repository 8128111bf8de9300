/** The 97.5 % quantile of the normal distribution. */
export const NORMAL_97_5 = 1.959963984540054;

const MOST_STEPS = 300;
const PRECISION = 1e-15;

/** The 97.5 % quantile of Student's t with this many degrees of freedom. */
export function studentT97_5(freedom: number): number {
  if (freedom < 1) return Infinity;
  let [low, high] = [0, 13];
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    if (upperTail(middle, freedom) > 0.025) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** @see DLMF 8.17: the tail of t is half an incomplete beta function */
function upperTail(t: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
}

/** The regularized incomplete beta function, by Lentz's continued fraction. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast only on this side.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / a;
  let fraction = 1;
  let c = 1;
  let d = 0;
  for (let step = 0; step <= MOST_STEPS; step += 1) {
    const m = Math.floor(step / 2);
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    const term = step === 0 ? 1 : step % 2 === 0 ? even : odd;
    d = 1 / nonZero(1 + term * d);
    c = nonZero(1 + term / c);
    fraction *= c * d;
    if (Math.abs(1 - c * d) < PRECISION && step > 0) break;
  }
  return front * (fraction - 1);
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Stirling's series for large arguments; the recurrence raises smaller ones first. */
function logGamma(x: number): number {
  let shift = 0;
  let raised = x;
  for (; raised < 15; raised += 1) shift += Math.log(raised);
  const inverse = 1 / (raised * raised);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / raised;
  return (raised - 0.5) * Math.log(raised) - raised + Math.log(2 * Math.PI) / 2 + series - shift;
}
