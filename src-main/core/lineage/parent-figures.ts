import type { MeanEstimate, ParentComparisonFigures } from '#contract/parent-comparisons';
import type { AnswerSum } from '../scoring/protocol.ts';
import { bootstrapClusters } from '../statistics/cluster-bootstrap.ts';
import { mcNemar } from '../statistics/paired-verdicts.ts';
import { studentT97_5 } from '../statistics/student-t.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';

/** One row under both models. */
export interface ReadRow {
  readonly child: readonly AnswerSum[];
  readonly parent: readonly AnswerSum[];
  /** Whether a single answer is one that is wanted. */
  readonly good: boolean;
}

/**
 * What the rows say of the child against its parent, which is the reference of the implicit reward
 * β (ln p_child − ln p_parent), summed over an answer's tokens.
 *
 * @param tooLong - rows that could not be read
 * @param beta - null leaves rewards as log-ratios
 */
export function parentFigures(rows: readonly ReadRow[], tooLong: number, beta: number | null): ParentComparisonFigures {
  const pairs = rows.filter(({ child }) => child.length === 2);
  const singles = rows.filter(({ child }) => child.length === 1);
  const factor = beta ?? 1;
  const isRated = singles.some(({ good }) => !good);
  const rewards = (good: boolean): number[] =>
    singles.filter((row) => row.good === good).map((row) => factor * ratioOf(row, 0));
  return {
    rows: rows.length,
    tooLong,
    preference: pairs.length === 0 ? null : preferenceOf(pairs, factor),
    rated: isRated ? { good: meanOf(rewards(true)), bad: meanOf(rewards(false)) } : null,
    perplexity: perplexityOf(rows.filter(({ good }) => good)),
  };
}

function preferenceOf(pairs: readonly ReadRow[], factor: number): ParentComparisonFigures['preference'] {
  const margins = pairs.map((row) => factor * (ratioOf(row, 0) - ratioOf(row, 1)));
  const verdicts = pairs.map(({ child, parent }) => ({ a: prefersFirst(child), b: prefersFirst(parent) }));
  const { difference, pValue } = mcNemar(verdicts);
  const share = (hits: readonly boolean[]): NonNullable<ReturnType<typeof wilsonInterval>> =>
    wilsonInterval(hits.filter(Boolean).length, hits.length) ?? { value: 0, low: 0, high: 1 };
  return {
    accuracy: share(margins.map((margin) => margin > 0)),
    margin: meanOf(margins) ?? { value: 0, low: null, high: null },
    childPrefers: share(verdicts.map(({ a }) => a)),
    parentPrefers: share(verdicts.map(({ b }) => b)),
    difference,
    pValue,
  };
}

function perplexityOf(rows: readonly ReadRow[]): ParentComparisonFigures['perplexity'] {
  const answers = rows.map(({ child: [child], parent: [parent] }): ReadAnswer => {
    return { tokens: child?.tokens ?? 0, child: child?.logprob ?? 0, parent: parent?.logprob ?? 0 };
  });
  const { tokens, child, parent } = addedUp(answers);
  if (tokens === 0) return null;
  const ratio = (drawn: readonly ReadAnswer[]): number => {
    const sum = addedUp(drawn);
    return Math.exp((sum.parent - sum.child) / sum.tokens);
  };
  const drawn = bootstrapClusters(answers, ratio);
  return {
    tokens,
    child: Math.exp(-child / tokens),
    parent: Math.exp(-parent / tokens),
    ratio: { value: ratio(answers), low: drawn?.low ?? null, high: drawn?.high ?? null },
  };
}

/** ln p of one answer under both. */
interface ReadAnswer {
  readonly tokens: number;
  readonly child: number;
  readonly parent: number;
}

/** One loop without a list in between: it goes over every row a thousand times. */
function addedUp(answers: readonly ReadAnswer[]): ReadAnswer {
  let [tokens, child, parent] = [0, 0, 0];
  for (const answer of answers) {
    tokens += answer.tokens;
    child += answer.child;
    parent += answer.parent;
  }
  return { tokens, child, parent };
}

/** The mean with Student's interval; null without a sample. */
function meanOf(samples: readonly number[]): MeanEstimate | null {
  const count = samples.length;
  if (count === 0) return null;
  const value = total(samples) / count;
  if (count === 1) return { value, low: null, high: null };
  const variance = total(samples.map((sample) => (sample - value) ** 2)) / (count - 1);
  const half = studentT97_5(count - 1) * Math.sqrt(variance / count);
  return { value, low: value - half, high: value + half };
}

/** ln p_child − ln p_parent of one answer. */
function ratioOf({ child, parent }: ReadRow, answer: number): number {
  return (child[answer]?.logprob ?? 0) - (parent[answer]?.logprob ?? 0);
}

function prefersFirst(sums: readonly AnswerSum[]): boolean {
  return (sums[0]?.logprob ?? 0) > (sums[1]?.logprob ?? 0);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
