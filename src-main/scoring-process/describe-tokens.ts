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

/** The text that each token adds. A token that ends inside a character adds nothing; the token that completes it adds the whole character. */
export function textsOf(vocabulary: Vocabulary, tokens: ArrayLike<number>): string[] {
  const decoder = new TextDecoder();
  const texts: string[] = [];
  for (const token of Array.from(tokens)) {
    const bytes = vocabulary.pieceBytes(token, []);
    if (bytes.length > 0) texts.push(decoder.decode(bytes, { stream: true }));
    // A control token ends an incomplete character.
    else texts.push(decoder.decode() + vocabulary.describe(token));
  }
  const rest = decoder.decode();
  if (rest !== '' && texts.length > 0) texts.push(`${texts.pop() ?? ''}${rest}`);
  return texts;
}
