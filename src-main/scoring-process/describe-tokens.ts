import type { TokenScore } from '#contract/scorings';
import type { Vocabulary } from '../core/vocabulary.ts';
import type { RowFigures, RowKernels } from './row-kernels.ts';

/** What one row says of the token that follows. */
export function scoreOf(
  kernels: RowKernels,
  row: 0 | 1,
  token: number,
  figures: RowFigures,
  vocabulary: Vocabulary,
): TokenScore {
  return {
    logprob: (kernels.rows[row][token] ?? 0) - figures.logSum,
    rank: kernels.rank(row, token),
    entropy: figures.entropy,
    likeliest: figures.likeliest.map(({ token: id, logprob }) => ({
      id,
      text: vocabulary.describe(id),
      logprob,
    })),
  };
}
