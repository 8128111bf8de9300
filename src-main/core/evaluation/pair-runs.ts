import type { EvaluationSample, Judgement, PairedRuns, PairedVerdicts } from '#contract/evaluations';
import { bootstrapClusters } from '../statistics/cluster-bootstrap.ts';
import { mcNemar, type PairedVerdict } from '../statistics/paired-verdicts.ts';

interface Pair {
  readonly own: Judgement;
  readonly other: Judgement;
}

/** The scores of one question in both runs: of MT-Bench both turns, of AlpacaEval one preference. */
interface Scores {
  readonly own: readonly number[];
  readonly other: readonly number[];
}

/** Two runs of one task on the samples with the same key and the same question that both have judged. */
export function pairRuns(own: readonly EvaluationSample[], other: readonly EvaluationSample[]): PairedRuns {
  const others = new Map(other.map((sample) => [sample.key, sample]));
  const pairs = own.flatMap((sample): Pair[] => {
    const match = others.get(sample.key);
    const isSame =
      match?.turns.length === sample.turns.length && match.turns.every((turn, i) => turn === sample.turns[i]);
    return isSame && sample.judgement && match.judgement ? [{ own: sample.judgement, other: match.judgement }] : [];
  });
  return { samples: pairs.length, verdicts: verdictsOf(pairs), means: meansOf(pairs) };
}

function verdictsOf(pairs: readonly Pair[]): PairedRuns['verdicts'] {
  const of = (kind: 'strict' | 'loose'): PairedVerdict[] =>
    pairs.flatMap((pair): PairedVerdict[] => {
      const [a, b] = [followed(pair.own, kind), followed(pair.other, kind)];
      return a === null || b === null ? [] : [{ a, b }];
    });
  const strict = of('strict');
  return strict.length === 0 ? null : { strict: tested(strict), loose: tested(of('loose')) };
}

/** Whether every instruction of a prompt is followed; null for another kind of judgement. */
function followed(judgement: Judgement, kind: 'strict' | 'loose'): boolean | null {
  return judgement.kind === 'instructions' ? judgement.instructions.every((verdict) => verdict[kind]) : null;
}

function tested(pairs: readonly PairedVerdict[]): PairedVerdicts {
  const { onlyA, onlyB, ...rest } = mcNemar(pairs);
  return { ...rest, onlyOwn: onlyA, onlyOther: onlyB };
}

function meansOf(pairs: readonly Pair[]): PairedRuns['means'] {
  const clusters = pairs.map(({ own, other }) => scoresOf(own, other));
  const difference = bootstrapClusters(clusters, (drawn) => meanOf(drawn, 'own') - meanOf(drawn, 'other'));
  if (!difference) return null;
  const unit = pairs[0]?.own.kind === 'preference' ? 'percent' : 'score';
  return { unit, own: meanOf(clusters, 'own'), other: meanOf(clusters, 'other'), difference };
}

/** Only turns that have a score in both runs. */
function scoresOf(own: Judgement, other: Judgement): Scores {
  const [mine, theirs] = [valuesOf(own), valuesOf(other)];
  const both = mine.flatMap((score, turn): [number, number][] => {
    const match = theirs[turn] ?? null;
    return score === null || match === null ? [] : [[score, match]];
  });
  return { own: both.map(([score]) => score), other: both.map(([, score]) => score) };
}

function valuesOf(judgement: Judgement): (number | null)[] {
  if (judgement.kind === 'scores') return judgement.turns.map(({ score }) => score);
  if (judgement.kind !== 'preference') return [];
  // The raw win rate: 1 is the baseline, 2 the model.
  return [judgement.preference === null ? null : (judgement.preference - 1) * 100];
}

function meanOf(clusters: readonly Scores[], side: keyof Scores): number {
  const scores = clusters.flatMap((cluster) => cluster[side]);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
