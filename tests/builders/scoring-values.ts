import type { ScoredToken, Scoring } from '#contract/scorings';

/** A token under two models: log-probabilities, and the rank under the second one. */
export function buildScoredToken(text: string, logprob: number, otherLogprob: number, otherRank = 1): ScoredToken {
  const likeliest = [
    { id: 7, text, logprob },
    { id: 8, text: ' toinen', logprob: logprob - 1 },
  ];
  const other = { logprob: otherLogprob, rank: otherRank, entropy: 1.5, likeliest: likeliest.slice(1) };
  return { id: 7, text, logprob, rank: 1, entropy: 0.5, likeliest, other, kl: Math.abs(logprob - otherLogprob) / 4 };
}

/** An answer in which some tokens have moved. */
export function buildScoring(fields: Partial<Scoring> = {}): Scoring {
  return {
    modelId: 'poro-2-8b-instruct',
    otherId: 'poro-2-8b-sft',
    backend: 'cpu',
    promptTokens: 42,
    tokens: [
      buildScoredToken('Poron', -0.1, -0.4),
      buildScoredToken(' sarvet', -0.2, -2.7, 3),
      buildScoredToken(' kasvavat', -1.6, -1.2, 2),
      buildScoredToken('', -0.4, -0.5),
      buildScoredToken(' kesällä', -0.3, -6.9, 140),
      buildScoredToken('.\n', -0.05, -0.06),
      buildScoredToken('<|eot_id|>', -0.02, -1.5, 2),
    ],
    withEnd: true,
    isRounded: false,
    greedyAnswerOf: 'poro-2-8b-instruct',
    ...fields,
  };
}
