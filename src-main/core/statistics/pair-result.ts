import type { PairResult } from '#contract/statistics';
import { signTest } from './binomial.ts';
import { clusteredRate } from './clustered-rate.ts';
import { between, byCluster, scoreOf, type Decision } from './decision.ts';
import { decisionsNeeded } from './prompts-needed.ts';

/** With fewer decisions the size of a difference cannot be estimated. */
const LEAST_DECISIONS = 5;

/** One model against another. @param identical - pairs with equal answers, on which nobody decided */
export function pairResult(decisions: readonly Decision[], a: string, b: string, identical = 0): PairResult {
  const own = between(decisions, a, b);
  const count = (outcome: Decision['outcome']): number => own.filter((one) => one.outcome === outcome).length;
  const clusters = byCluster(own);
  const sign = signOf(clusters);
  return {
    a,
    b,
    votes: own.length,
    wins: count('first'),
    losses: count('second'),
    ties: count('tie'),
    bothBad: count('both-bad'),
    identical,
    clusters: clusters.length,
    winRate: clusteredRate(own.map((decision) => ({ cluster: decision.cluster, value: scoreOf(decision) }))),
    sign: { ...sign, pValue: signTest(sign.wins, sign.losses) },
    needed: neededOf(sign),
  };
}

interface Sign {
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
}

/** One decision for each prompt: that of most of its votes. */
function signOf(clusters: readonly (readonly Decision[])[]): Sign {
  const leads = clusters.map((cluster) => cluster.reduce((sum, decision) => sum + scoreOf(decision) - 0.5, 0));
  const wins = leads.filter((lead) => lead > 0).length;
  const losses = leads.filter((lead) => lead < 0).length;
  return { wins, losses, ties: clusters.length - wins - losses };
}

function neededOf({ wins, losses, ties }: Sign): PairResult['needed'] {
  const decisive = wins + losses;
  if (decisive < LEAST_DECISIONS || wins === losses) return null;
  const decisions = decisionsNeeded(wins / decisive);
  if (decisions === null) return null;
  const clusters = decisive + ties;
  const prompts = Math.ceil((decisions * clusters) / decisive);
  return { prompts, further: Math.max(0, prompts - clusters) };
}
