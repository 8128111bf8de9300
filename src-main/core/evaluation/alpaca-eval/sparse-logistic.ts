/** Rows with soft labels: 0.7 counts as seven tenths of a 1 and three tenths of a 0. */
export interface SoftRows {
  /** How many numbers each row has. */
  readonly width: number;
  /** [rows, width], row by row. */
  readonly features: Float64Array;
  /** 0 to 1. */
  readonly labels: Float64Array;
  readonly weights: Float64Array;
}

/** Coefficients that change by less than this, relative to their size, are final. */
const TOLERANCE = 1e-10;
const MOST_ROUNDS = 1000;
const MOST_SWEEPS = 200;
/** A step must bring this share of the gain that the quadratic model promises. */
const LEAST_SHARE = 0.01;
const SMALLEST_STEP = 2 ** -30;

/**
 * The coefficients of a logistic model without an intercept that minimise Σ|w| + C·Σ weight·loss, where the loss is that of
 * a 1 and of a 0 by the shares of the label: what scikit-learn's liblinear solves with the L1 penalty when each row is
 * there twice. Newton's quadratic model of the loss is minimised by coordinate descent, then a search along the line
 * keeps the step from going too far.
 *
 * @param start - coefficients to begin with; the result does not depend on them
 */
export function fitSparseLogistic(rows: SoftRows, inverseStrength: number, start?: readonly number[]): number[] {
  let coefficients = start ? [...start] : new Array<number>(rows.width).fill(0);
  let value = objective(rows, coefficients, inverseStrength);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { gradient, hessian } = derivatives(rows, coefficients, inverseStrength);
    const direction = descend(coefficients, gradient, hessian);
    const scale = Math.max(1, ...coefficients.map(Math.abs));
    if (Math.max(...direction.map(Math.abs)) <= TOLERANCE * scale) break;
    const promised =
      gradient.reduce((sum, slope, index) => sum + slope * (direction[index] ?? 0), 0) +
      absoluteSum(moved(coefficients, direction, 1)) -
      absoluteSum(coefficients);
    let step = 1;
    let next = moved(coefficients, direction, step);
    let nextValue = objective(rows, next, inverseStrength);
    while (nextValue > value + LEAST_SHARE * step * promised && step > SMALLEST_STEP) {
      step /= 2;
      next = moved(coefficients, direction, step);
      nextValue = objective(rows, next, inverseStrength);
    }
    // Rounding leaves nothing to gain.
    if (nextValue >= value) break;
    coefficients = next;
    value = nextValue;
  }
  return coefficients;
}

/** The probability of label 1. */
export function predict(coefficients: readonly number[], features: ArrayLike<number>): number {
  return probabilityOf(product(coefficients, features, 0));
}

/** The step that minimises the quadratic model and the penalty, one coordinate at a time. */
function descend(
  coefficients: readonly number[],
  gradient: readonly number[],
  hessian: readonly (readonly number[])[],
): number[] {
  const step = new Array<number>(coefficients.length).fill(0);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    let largest = 0;
    for (const [index, coefficient] of coefficients.entries()) {
      const row = hessian[index] ?? [];
      const curvature = row[index] ?? 0;
      // A column of zeros says nothing.
      if (curvature === 0) continue;
      const at = coefficient + (step[index] ?? 0);
      const slope = (gradient[index] ?? 0) + product(row, step, 0);
      const target = shrink(at - slope / curvature, 1 / curvature);
      largest = Math.max(largest, Math.abs(target - at));
      step[index] = target - coefficient;
    }
    if (largest <= TOLERANCE / 1000) break;
  }
  return step;
}

function derivatives(
  { width, features, labels, weights }: SoftRows,
  coefficients: readonly number[],
  inverseStrength: number,
): { gradient: number[]; hessian: number[][] } {
  const gradient = coefficients.map(() => 0);
  const hessian = coefficients.map(() => coefficients.map(() => 0));
  for (let row = 0; row < labels.length; row += 1) {
    const from = row * width;
    const probability = probabilityOf(product(coefficients, features, from));
    const weight = inverseStrength * (weights[row] ?? 0);
    const slope = weight * (probability - (labels[row] ?? 0));
    const curvature = weight * probability * (1 - probability);
    for (let i = 0; i < width; i += 1) {
      const x = features[from + i] ?? 0;
      gradient[i] = (gradient[i] ?? 0) + slope * x;
      const line = hessian[i] ?? [];
      for (let j = 0; j < width; j += 1) line[j] = (line[j] ?? 0) + curvature * x * (features[from + j] ?? 0);
    }
  }
  return { gradient, hessian };
}

function objective(
  { width, features, labels, weights }: SoftRows,
  coefficients: readonly number[],
  inverseStrength: number,
): number {
  let loss = 0;
  for (let row = 0; row < labels.length; row += 1) {
    const score = product(coefficients, features, row * width);
    const label = labels[row] ?? 0;
    // The logarithm of 1 + e^score, without overflow.
    const logSum = Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score)));
    loss += (weights[row] ?? 0) * (logSum - label * score);
  }
  return absoluteSum(coefficients) + inverseStrength * loss;
}

function moved(from: readonly number[], direction: readonly number[], step: number): number[] {
  return from.map((each, index) => each + step * (direction[index] ?? 0));
}

function shrink(value: number, by: number): number {
  return Math.sign(value) * Math.max(0, Math.abs(value) - by);
}

function absoluteSum(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + Math.abs(value), 0);
}

function probabilityOf(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

/** Of `a` and as many numbers of `b`. @param from - where the first of them is */
function product(a: ArrayLike<number>, b: ArrayLike<number>, from: number): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? 0) * (b[from + index] ?? 0);
  return sum;
}
