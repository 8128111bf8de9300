import type { Preference } from './preference.ts';

export interface WinRate {
  /** Percent. */
  readonly winRate: number;
  /** Of the mean, in percent; null for a single preference. */
  readonly standardError: number | null;
  readonly wins: number;
  readonly baselineWins: number;
  readonly draws: number;
  /** Each preference counts as a whole win or loss, a draw as half a win; percent. */
  readonly discreteWinRate: number;
  readonly total: number;
}

const DRAW = 1.5;

/** @returns null without a preference */
export function computeWinRate(preferences: readonly Preference[]): WinRate | null {
  const total = preferences.length;
  if (total === 0) return null;
  const wins = preferences.filter((each) => each > DRAW).length;
  const baselineWins = preferences.filter((each) => each < DRAW).length;
  const draws = total - wins - baselineWins;
  const { mean, error } = meanAndError(preferences.map((each) => each - 1));
  return {
    winRate: 100 * mean,
    standardError: error === null ? null : 100 * error,
    wins,
    baselineWins,
    draws,
    discreteWinRate: (100 * (wins + draws / 2)) / total,
    total,
  };
}

/** The mean with its standard error (n − 1), which is null for one value. */
export function meanAndError(values: readonly number[]): { mean: number; error: number | null } {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { mean, error: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (count - 1) / count) };
}
