/** One comparison of two answers to one prompt, as somebody decided it. */
export interface Decision {
  /** The prompt; in two languages it is one cluster. What belongs to one cluster is not taken for independent. */
  readonly cluster: string;
  /** Who stood on the first side, and on the second. */
  readonly first: string;
  readonly second: string;
  readonly outcome: Outcome;
}

export type Outcome = 'first' | 'second' | 'tie' | 'both-bad';

/** Of the first side: a tie is half a win, and so are two bad answers. */
export function scoreOf({ outcome }: Decision): number {
  if (outcome === 'first') return 1;
  return outcome === 'second' ? 0 : 0.5;
}

/** Decisions between two models, each with `a` on the first side. */
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
