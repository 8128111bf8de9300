import { scoreOf, type Decision } from './decision.ts';

/** Whether the first model won or tied against the second, directly or through a chain of others. */
export type Reaches = (winner: string, loser: string) => boolean;

/**
 * Groups of models whose strengths can be compared in numbers: within a group, each model reaches each other through
 * wins or ties. Otherwise the most likely strength of some model is infinite.
 *
 * @see Ford, Solution of a Ranking Problem from Binary Comparisons, 1957
 */
export function comparableGroups(
  models: readonly string[],
  decisions: readonly Decision[],
): { readonly groups: string[][]; readonly reaches: Reaches } {
  const wins = new Set<string>();
  for (const decision of decisions) {
    const score = scoreOf(decision);
    if (score > 0) wins.add(keyOf(decision.first, decision.second));
    if (score < 1) wins.add(keyOf(decision.second, decision.first));
  }
  // Warshall's algorithm: looks for a path through each model.
  for (const through of models) {
    for (const from of models) {
      if (!wins.has(keyOf(from, through))) continue;
      for (const to of models) if (wins.has(keyOf(through, to))) wins.add(keyOf(from, to));
    }
  }
  const reaches: Reaches = (winner, loser) => wins.has(keyOf(winner, loser));
  const groups: string[][] = [];
  for (const model of models) {
    const own = groups.find(([first]) => first !== undefined && reaches(first, model) && reaches(model, first));
    if (own) own.push(model);
    else groups.push([model]);
  }
  return { groups, reaches };
}

function keyOf(winner: string, loser: string): string {
  return `${winner}\0${loser}`;
}
