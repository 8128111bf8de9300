import type { Comparison, ComparisonRow } from '#contract/comparisons';
import type { PairResult } from '#contract/statistics';
import { VOTE_REASONS, type VoteSummary } from '#contract/votes';
import type { VoteRecord } from '../history/protocol.ts';
import { clusteredRate } from '../statistics/clustered-rate.ts';
import type { Decision } from '../statistics/decision.ts';
import { modelStrengths } from '../statistics/model-strengths.ts';
import { pairResult } from '../statistics/pair-result.ts';
import { selfAgreement } from '../statistics/self-agreement.ts';
import { sideBias } from '../statistics/side-bias.ts';
import { voteDecisions } from './vote-decisions.ts';

type Vote = VoteRecord & { readonly decision: Decision };

/** The results of a comparison's votes. @param rows - all rows, with the languages of their answers */
export function summarizeVotes(
  { columns }: Pick<Comparison, 'columns'>,
  rows: readonly ComparisonRow[],
  records: readonly VoteRecord[],
): VoteSummary {
  const { votes, repeats, identical } = voteDecisions(records);
  const ids = columns.map(({ id }) => id);
  const decisions = votes.map(({ decision }) => decision);
  return {
    votes: votes.length,
    clusters: new Set(votes.map(({ cluster }) => cluster)).size,
    pairs: pairsOf(ids, votes, identical),
    strengths: ids.length > 2 ? modelStrengths(ids, decisions) : [],
    sideBias: sideBias(decisions),
    selfAgreement: selfAgreement(repeats),
    splits: (['language', 'category'] as const).flatMap((by) => splitsBy(by, ids, votes, identical)),
    languages: languagesOf(ids, rows),
    reasons: reasonsOf(ids, votes),
    tieRate: clusteredRate(
      votes.map(({ cluster, outcome }) => ({ cluster, value: outcome === 'tie' || outcome === 'both-bad' ? 1 : 0 })),
    ),
  };
}

function pairsOf(ids: readonly string[], votes: readonly Vote[], identical: readonly VoteRecord[]): PairResult[] {
  const decisions = votes.map(({ decision }) => decision);
  return ids.flatMap((a, index) =>
    ids.slice(index + 1).map((b) => {
      const same = identical.filter((pair) => [pair.a, pair.b].includes(a) && [pair.a, pair.b].includes(b));
      return pairResult(decisions, a, b, same.length);
    }),
  );
}

/** A single part would repeat the results of the whole. */
function splitsBy(
  by: 'language' | 'category',
  ids: readonly string[],
  votes: readonly Vote[],
  identical: readonly VoteRecord[],
): VoteSummary['splits'] {
  const values = [...new Set(votes.flatMap((vote) => vote[by] ?? []))].sort();
  if (values.length < 2 && votes.every((vote) => vote[by] !== null)) return [];
  return values.map((value) => ({
    by,
    value,
    pairs: pairsOf(
      ids,
      votes.filter((vote) => vote[by] === value),
      identical.filter((pair) => pair[by] === value),
    ),
  }));
}

function languagesOf(ids: readonly string[], rows: readonly ComparisonRow[]): VoteSummary['languages'] {
  return ids.flatMap((columnId) =>
    (['fi', 'en'] as const).flatMap((language) => {
      const verdicts = rows
        .flatMap(({ cells }) => cells.find((cell) => cell.columnId === columnId)?.language ?? [])
        .filter(({ asked }) => asked === language);
      if (verdicts.length === 0) return [];
      const stayed = verdicts.filter(({ found }) => found === language).length;
      const unknown = verdicts.filter(({ found }) => found === null).length;
      return [{ columnId, language, asked: verdicts.length, stayed, unknown }];
    }),
  );
}

function reasonsOf(ids: readonly string[], votes: readonly Vote[]): VoteSummary['reasons'] {
  return VOTE_REASONS.flatMap((reason) =>
    ids.flatMap((columnId) => {
      const given = votes.filter((vote) => vote.reasons.includes(reason));
      const won = given.filter((vote) => winnerOf(vote) === columnId).length;
      const lost = given.filter((vote) => loserOf(vote) === columnId).length;
      return won + lost === 0 ? [] : [{ reason, columnId, won, lost }];
    }),
  );
}

function winnerOf({ a, b, outcome }: VoteRecord): string | null {
  return outcome === 'a' ? a : outcome === 'b' ? b : null;
}

function loserOf({ a, b, outcome }: VoteRecord): string | null {
  return outcome === 'a' ? b : outcome === 'b' ? a : null;
}
