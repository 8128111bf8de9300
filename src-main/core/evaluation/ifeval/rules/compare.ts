import type { Relation } from '../instruction-kinds.ts';
import type { Finding } from '../judge.ts';

/** "At least" n, or fewer than n. */
export function compare(found: number, relation: Relation, bound: number): Finding {
  return { follows: relation === 'less than' ? found < bound : found >= bound, found };
}
