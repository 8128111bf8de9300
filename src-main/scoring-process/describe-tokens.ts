import type { TokenScore } from '#contract/scorings';
import type { Vocabulary } from '../core/vocabulary.ts';
import type { RowFigures, RowKernels } from './row-kernels.ts';

/** The figures of a row as they are told of the token that stands there. */
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

/** What each token adds to the text: a token that ends within a character adds nothing, and the one that completes it all. */
export function textsOf(vocabulary: Vocabulary, tokens: ArrayLike<number>): string[] {
  const decoder = new TextDecoder();
  const texts: string[] = [];
  for (const token of Array.from(tokens)) {
    const bytes = vocabulary.pieceBytes(token, []);
    if (bytes.length > 0) texts.push(decoder.decode(bytes, { stream: true }));
    // A control token ends what was under way.
    else texts.push(decoder.decode() + vocabulary.describe(token));
  }
  const rest = decoder.decode();
  if (rest !== '' && texts.length > 0) texts.push(`${texts.pop() ?? ''}${rest}`);
  return texts;
}
