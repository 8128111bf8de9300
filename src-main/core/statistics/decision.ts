/** Someone's decision between two answers to one prompt. */
export interface Decision {
  /** The prompt; the same prompt in two languages is one cluster. Decisions in one cluster are not independent. */
  readonly cluster: string;
  /** The models on the first and on the second side. */
  readonly first: string;
  readonly second: string;
  readonly outcome: Outcome;
}

export type Outcome = 'first' | 'second' | 'tie' | 'both-bad';

/** The first side's score: a tie counts as half a win, and so do two bad answers. */
export function scoreOf({ outcome }: Decision): number {
  if (outcome === 'first') return 1;
  return outcome === 'second' ? 0 : 0.5;
}

/** Decisions between two models, each turned so that `a` is the first side. */
export function between(decisions: readonly Decision[], a: string, b: string): Decision[] {
  return decisions.flatMap((decision) => {
    if (decision.first === a && decision.second === b) return decision;
    return decision.first === b && decision.second === a ? swapped(decision) : [];
  });
}

export function swapped({ cluster, first, second, outcome }: Decision): Decision {
  const turned = outcome === 'first' ? 'second' : outcome === 'second' ? 'first' : outcome;
  return { cluster, first: second, second: first, outcome: turned };
}

/** The values of each cluster. */
export function byCluster<Item extends { readonly cluster: string }>(items: readonly Item[]): Item[][] {
  const clusters = new Map<string, Item[]>();
  for (const item of items) {
    const known = clusters.get(item.cluster);
    if (known) known.push(item);
    else clusters.set(item.cluster, [item]);
  }
  return [...clusters.values()];
}
