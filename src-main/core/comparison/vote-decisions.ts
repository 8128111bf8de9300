import type { Decision } from '../statistics/decision.ts';
import type { Repeat } from '../statistics/self-agreement.ts';
import type { VoteRecord } from '../history/protocol.ts';

export interface VoteDecisions {
  /** Without repeats, and without pairs that nobody saw. */
  readonly votes: readonly (VoteRecord & { readonly decision: Decision })[];
  readonly repeats: readonly Repeat[];
  readonly identical: readonly VoteRecord[];
}

/**
 * Votes as decisions for the statistics. Pairs repeated with swapped sides count only for the voter's agreement with
 * themself.
 */
export function voteDecisions(records: readonly VoteRecord[]): VoteDecisions {
  const byId = new Map(records.map((record) => [record.id, record]));
  const repeats = records.flatMap((record): Repeat[] => {
    const before = byId.get(record.repeats ?? '');
    const [first, again] = [before && decisionOf(before), decisionOf(record)];
    return first && again ? [{ before: first, again }] : [];
  });
  const votes = records.flatMap((record) => {
    const decision = record.repeats === null ? decisionOf(record) : null;
    return decision ? [{ ...record, decision }] : [];
  });
  return { votes, repeats, identical: records.filter(({ outcome }) => outcome === 'identical') };
}

function decisionOf({ cluster, a, b, outcome }: VoteRecord): Decision | null {
  if (outcome === 'identical') return null;
  const said = outcome === 'a' ? 'first' : outcome === 'b' ? 'second' : outcome;
  return { cluster, first: a, second: b, outcome: said };
}
