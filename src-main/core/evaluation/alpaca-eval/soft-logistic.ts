import { fitSparseLogistic, predict, type SoftRows } from './sparse-logistic.ts';

/** A row whose label is a share. */
export interface SoftRow {
  readonly features: readonly number[];
  /** 0 to 1. */
  readonly label: number;
  readonly weight: number;
}

const FOLDS = 5;
/** Ten values from 1e-4 to 1e4, evenly spaced in their logarithm. */
const STRENGTHS = Array.from({ length: 10 }, (_, index) => 10 ** (-4 + (8 * index) / 9));
/** Where a probability is cut off before its logarithm is taken. */
const EPSILON = 1e-15;

/**
 * The coefficients of a logistic model for soft labels, with the penalty that predicts best for rows that were left out:
 * `LogisticRegressionCV` as alpaca_eval uses it, with the folds of `GroupKFold`.
 *
 * @param rows - at least five
 */
export function fitSoftLogistic(rows: readonly SoftRow[]): { coefficients: number[]; inverseStrength: number } {
  const losses = STRENGTHS.map(() => 0);
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const isIn = (_: SoftRow, index: number): boolean => (rows.length - 1 - index) % FOLDS === fold;
    const left = rows.filter(isIn);
    const kept = packed(rows.filter((row, index) => !isIn(row, index)));
    let coefficients: number[] | undefined;
    for (const [index, inverseStrength] of STRENGTHS.entries()) {
      coefficients = fitSparseLogistic(kept, inverseStrength, coefficients);
      losses[index] = (losses[index] ?? 0) + meanLoss(left, coefficients);
    }
  }
  const inverseStrength = STRENGTHS[losses.indexOf(Math.min(...losses))] ?? 1;
  return { coefficients: fitSparseLogistic(packed(rows), inverseStrength), inverseStrength };
}

/** The coefficients with a penalty that is known. @param start - where the search begins */
export function refitSoftLogistic(
  rows: readonly SoftRow[],
  inverseStrength: number,
  start: readonly number[],
): number[] {
  return fitSparseLogistic(packed(rows), inverseStrength, start);
}

function packed(rows: readonly SoftRow[]): SoftRows {
  return {
    width: rows[0]?.features.length ?? 0,
    features: Float64Array.from(rows.flatMap(({ features }) => features)),
    labels: Float64Array.from(rows, ({ label }) => label),
    weights: Float64Array.from(rows, ({ weight }) => weight),
  };
}

/** The mean counts rows, not their weights. */
function meanLoss(rows: readonly SoftRow[], coefficients: readonly number[]): number {
  const losses = rows.map(({ features, label, weight }) => {
    const probability = Math.min(1 - EPSILON, Math.max(EPSILON, predict(coefficients, features)));
    return -weight * (label * Math.log(probability) + (1 - label) * Math.log(1 - probability));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / rows.length;
}
