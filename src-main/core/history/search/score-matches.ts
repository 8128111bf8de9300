import type { Match } from './find-matches.ts';

/**
 * How well a text answers a query, 0 to about 2. Rarity of words does not count: every word is required, so it is the
 * same for all texts. What counts is how similar the found words are to the typed ones, how often they occur for the
 * length of the text, and how close together they are.
 */
export function scoreMatches(matches: readonly Match[], conditionCount: number, textLength: number): number {
  let score = 0;
  for (let condition = 0; condition < conditionCount; condition += 1) {
    const own = matches.filter((match) => match.condition === condition);
    const closest = own.reduce((most, { closeness }) => Math.max(most, closeness), 0);
    // A word that occurs ten times counts more than once, but not ten times.
    const density = own.length / (1 + textLength / 2000);
    score += (closest * (1 + 0.25 * Math.log1p(density))) / conditionCount;
  }
  return score + 0.5 * nearness(matches, conditionCount);
}

/** 1 when all conditions match side by side, less the farther apart they are; 0 for a single condition. */
function nearness(matches: readonly Match[], conditionCount: number): number {
  if (conditionCount < 2) return 0;
  const lastOf = new Map<number, Match>();
  let shortest = Infinity;
  for (const match of matches) {
    lastOf.set(match.condition, match);
    if (lastOf.size < conditionCount) continue;
    let first = match.start;
    let covered = 0;
    for (const other of lastOf.values()) {
      first = Math.min(first, other.start);
      covered += other.end - other.start;
    }
    shortest = Math.min(shortest, Math.max(0, match.end - first - covered));
  }
  return shortest === Infinity ? 0 : 1 / (1 + shortest / 40);
}
