import { bootstrapClusters } from '../../statistics/cluster-bootstrap.ts';
import type { Preference } from './preference.ts';
import { fitSoftLogistic, refitSoftLogistic, type SoftRow } from './soft-logistic.ts';
import { predict } from './sparse-logistic.ts';
import { meanAndError } from './win-rate.ts';

/** One instruction with both answers. */
export interface ComparedPair {
  /** The instruction's place in the data set, from 0 on. */
  readonly index: number;
  readonly baselineOutput: string;
  readonly modelOutput: string;
  /** Null if the judge chose neither; the pair still counts in the prediction. */
  readonly preference: Preference | null;
}

/** A row of `df_gamed.csv`: the baseline against itself, told to be brief or verbose. */
export interface GamedRow {
  readonly index: number;
  /** 0 to 1; null if the judge chose neither, which leaves the difficulty of the instruction known. */
  readonly preference: number | null;
  /** In standard deviations. */
  readonly lengthDifference: number;
  readonly difficulty: number;
  readonly isBaseline: boolean;
}

export interface LengthControlled {
  /** Percent. */
  readonly winRate: number;
  /**
   * In percent: of the predictions, as in alpaca_eval. Without difficulties all predictions are the same, so instructions are
   * drawn again in place of that, and the model is fitted to them with the same penalty.
   */
  readonly standardError: number | null;
  /**
   * `length_controlled_v1` has the difficulty of each instruction and the gamed baselines; without their file only the
   * lengths count (`length_controlled_minimal`).
   */
  readonly formula: 'length_controlled_v1' | 'length_controlled_minimal';
  readonly coefficients: { readonly length: number; readonly difficulty: number | null; readonly model: number };
  /** C of the penalty. */
  readonly inverseStrength: number;
}

/** Of the gamed baselines, of which there are two. */
const GAMED_WEIGHT = 0.2 / 2;
const BOOTSTRAP_ROUNDS = 200;
/** One for each fold. */
const LEAST_ROWS = 5;

/**
 * The win rate that the model would have if its answers were as long as the baseline's.
 *
 * @param gamed - all rows of the file, or null without it
 * @returns null for fewer than five preferences, and for instructions that the file does not have
 */
export function lengthControlledWinRate(
  pairs: readonly ComparedPair[],
  gamed: readonly GamedRow[] | null,
): LengthControlled | null {
  if (pairs.filter(({ preference }) => preference !== null).length < LEAST_ROWS) return null;
  const difficulties = gamed && difficultiesOf(gamed);
  if (difficulties && pairs.some(({ index }) => !difficulties.has(index))) return null;
  const lengths = lengthTerms(pairs);
  const featuresOf = (length: number, difficulty: number | undefined, model: number): number[] =>
    difficulty === undefined ? [length, model] : [length, difficulty, model];
  const rows: SoftRow[] = [];
  for (const { preference, lengthDifference, difficulty, isBaseline } of gamed ?? []) {
    if (preference === null) continue;
    const features = featuresOf(Math.tanh(lengthDifference), difficulty, isBaseline ? 1 : 0);
    rows.push({ features, label: preference, weight: isBaseline ? 1 : GAMED_WEIGHT });
  }
  for (const [at, { index, preference }] of pairs.entries()) {
    if (preference === null) continue;
    rows.push({
      features: featuresOf(lengths[at] ?? 0, difficulties?.get(index), 1),
      label: preference - 1,
      weight: 1,
    });
  }
  const { coefficients, inverseStrength } = fitSoftLogistic(rows);
  const predictions = pairs.map(({ index }) => predict(coefficients, featuresOf(0, difficulties?.get(index), 1)));
  const { mean, error } = meanAndError(predictions);
  const [length = 0, second = 0, third = 0] = coefficients;
  const redrawn = (drawn: readonly SoftRow[]): number =>
    predict(refitSoftLogistic(drawn, inverseStrength, coefficients), featuresOf(0, undefined, 1));
  const shown = difficulties
    ? error
    : (bootstrapClusters(rows, redrawn, { rounds: BOOTSTRAP_ROUNDS })?.standardError ?? null);
  return {
    winRate: 100 * mean,
    standardError: shown === null ? null : 100 * shown,
    formula: difficulties === null ? 'length_controlled_minimal' : 'length_controlled_v1',
    coefficients:
      difficulties === null
        ? { length, difficulty: null, model: second }
        : { length, difficulty: second, model: third },
    inverseStrength,
  };
}

/** Of the lengths in characters, as Python counts them; 0 for answers that differ in length all by the same. */
function lengthTerms(pairs: readonly ComparedPair[]): number[] {
  const differences = pairs.map(
    ({ baselineOutput, modelOutput }) => characters(baselineOutput) - characters(modelOutput),
  );
  const { mean } = meanAndError(differences);
  const squares = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (differences.length - 1));
  return differences.map((each) => (deviation > 0 ? Math.tanh(each / deviation) : 0));
}

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The first row of each instruction. */
function difficultiesOf(gamed: readonly GamedRow[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const { index, difficulty } of gamed) if (!found.has(index)) found.set(index, difficulty);
  return found;
}
